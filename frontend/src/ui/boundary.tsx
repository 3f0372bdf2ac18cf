import { Component, type ReactNode } from "react";

interface BoundaryProps {
  /** Shown if the children fail. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/**
 * Keeps an error in its children from taking the whole page down. It is a class because React has
 * no other way.
 */
export class Boundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
