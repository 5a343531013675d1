/** Where Vite puts the nonce that this policy names; must not occur in any other file of the page. */
const placeholder = "__HOLDALL_NONCE__";

/**
 * Content-Security-Policy of the page. Nothing is loaded from elsewhere, nothing is evaluated, no script is inline.
 * @param nonce allows the one style element that holds the theme's colours
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "media-src 'self'",
    "frame-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Puts the nonce of this reply into the built index.html. */
export function withNonce(html: string, nonce: string): string {
  return html.replaceAll(placeholder, nonce);
}
