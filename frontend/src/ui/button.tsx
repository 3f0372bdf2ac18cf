import type { ButtonHTMLAttributes } from "react";
import { Link, type LinkProps } from "react-router";

type Look = "primary" | "plain" | "quiet" | "danger";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
}

/** A button. It submits a form only with `type="submit"`. */
export function Button({ look = "plain", className = "", type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={`button button-${look} ${className}`} {...rest} />;
}

/** A link that looks like a button. */
export function ButtonLink({
  look = "plain",
  className = "",
  ...rest
}: LinkProps & { readonly look?: Look }) {
  return <Link className={`button button-${look} ${className}`} {...rest} />;
}
