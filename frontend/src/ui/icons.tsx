import type { ReactNode } from "react";

// Drawn on a grid of 20, with one line weight, and hidden from screen readers: the words beside
// them say it.
function icon(path: ReactNode) {
  return function Icon() {
    return (
      <svg
        className="icon"
        viewBox="0 0 20 20"
        width="20"
        height="20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {path}
      </svg>
    );
  };
}

export const PenIcon = icon(
  <path d="M4 16l.8-3.2L13.6 4a1.7 1.7 0 0 1 2.4 2.4l-8.8 8.8L4 16zM12.2 5.4l2.4 2.4" />,
);
export const SunIcon = icon(
  <>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1" />
  </>,
);
export const MoonIcon = icon(<path d="M16 11.8A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8z" />);
export const SystemIcon = icon(
  <>
    <circle cx="10" cy="10" r="6.5" />
    <path d="M10 3.5v13" />
    <path d="M10 3.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" stroke="none" />
  </>,
);
export const PersonIcon = icon(
  <>
    <circle cx="10" cy="7" r="3" />
    <path d="M4.2 16.5c.7-3 3-4.5 5.8-4.5s5.1 1.5 5.8 4.5" />
  </>,
);
export const GlassIcon = icon(
  <>
    <circle cx="8.8" cy="8.8" r="5" />
    <path d="M12.6 12.6l4 4" />
  </>,
);
export const CloseIcon = icon(<path d="M5 5l10 10M15 5L5 15" />);
export const BoldIcon = icon(
  <path d="M6 4h4.5a3 3 0 0 1 0 6H6zM6 10h5.2a3 3 0 0 1 0 6H6z" strokeWidth="2" />,
);
export const ItalicIcon = icon(<path d="M9 4h5M6 16h5M11.5 4l-3 12" />);
export const HeadingIcon = icon(<path d="M5 4v12M13 4v12M5 10h8" strokeWidth="1.8" />);
export const LinkIcon = icon(
  <path d="M8.5 11.5a3 3 0 0 0 4.3 0l2.3-2.3a3 3 0 0 0-4.3-4.3l-.9.9M11.5 8.5a3 3 0 0 0-4.3 0l-2.3 2.3a3 3 0 0 0 4.3 4.3l.9-.9" />,
);
export const QuoteIcon = icon(
  <path d="M4 15V9.500C4 7 5.2 5.5 7.5 5M11.5 15V9.500c0-2.5 1.2-4 3.5-4.500M4 10.500h3.500V15H4zM11.5 10.500H15V15h-3.500z" />,
);
export const ListIcon = icon(
  <path d="M8 5h8M8 10h8M8 15h8M4 5h.01M4 10h.01M4 15h.01" strokeWidth="1.7" />,
);
export const CodeIcon = icon(<path d="M7 6l-4 4 4 4M13 6l4 4-4 4" />);
export const ImageIcon = icon(
  <>
    <rect x="3" y="4" width="14" height="12" rx="1.5" />
    <path d="M3.5 14l4-4 3 3 2-2 4 4" />
    <circle cx="12.8" cy="7.7" r="1" />
  </>,
);
export const EyeIcon = icon(
  <>
    <path d="M2.5 10s2.7-4.8 7.500-4.800S17.500 10 17.500 10s-2.7 4.800-7.500 4.800S2.500 10 2.500 10z" />
    <circle cx="10" cy="10" r="2.2" />
  </>,
);
export const DetailsIcon = icon(
  <>
    <path d="M3.5 6.500h6M14.500 6.500h2M3.500 13.500h2M10.500 13.500h6" />
    <circle cx="12" cy="6.500" r="2" />
    <circle cx="8" cy="13.500" r="2" />
  </>,
);
