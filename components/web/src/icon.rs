//! Icons, as in `frontend/src/ui/icons.tsx`. The words beside them say what they mean.

use maud::{Markup, html};

/// A pen.
pub fn pen() -> Markup {
    icon(html! {
        path d="M4 16l.8-3.2L13.6 4a1.7 1.7 0 0 1 2.4 2.4l-8.8 8.8L4 16zM12.2 5.4l2.4 2.4" {}
    })
}

/// A person.
pub fn person() -> Markup {
    icon(html! {
        circle cx="10" cy="7" r="3" {}
        path d="M4.2 16.5c.7-3 3-4.5 5.8-4.5s5.1 1.5 5.8 4.5" {}
    })
}

/// A magnifying glass.
pub fn glass() -> Markup {
    icon(html! {
        circle cx="8.8" cy="8.8" r="5" {}
        path d="M12.6 12.6l4 4" {}
    })
}

/// A sun, a moon, and half of each.
pub fn themes() -> [Markup; 3] {
    [
        icon(html! {
            circle cx="10" cy="10" r="6.5" {}
            path d="M10 3.5v13" {}
            path d="M10 3.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" stroke="none" {}
        }),
        icon(html! {
            circle cx="10" cy="10" r="3.2" {}
            path d="M10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 \
                    1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1" {}
        }),
        icon(html! { path d="M16 11.8A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8z" {} }),
    ]
}

fn icon(paths: Markup) -> Markup {
    html! {
        svg.icon viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor"
            stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" {
            (paths)
        }
    }
}
