import { Component, type ReactNode } from "react";

interface BoundaryProps {
  /** What is shown if the children fail. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** Keeps an error in what it encloses from taking the whole page down. A class: React has no other way. */
export class Boundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
