/** Content-Security-Policy of files that people have put into the catalog: nothing in them can act. */
export const filePolicy = "default-src 'none'; sandbox";

/** The one type of file that the window shows in a frame. */
export const framable = "application/pdf";

/**
 * Content-Security-Policy of a PDF that the window shows. The browser's viewer does not show a file in a sandbox; it has
 * one of its own. No other page may frame it.
 */
export const framePolicy =
  "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";
