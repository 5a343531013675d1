import { html, nothing, type Markup } from "./markup.ts";
import { addressOf } from "./page-address.ts";
import { shortText } from "./short-text.ts";

/** Longest title in the bar of a browser. */
const longestTitle = 70;
/** Longest heading of a page, and longest name of the site below each. */
const longestHeading = 440;

/**
 * What a page may load: files beside it and nothing else. In browsers a page from a disk has no origin of its own, so
 * the scheme is named as well.
 */
const own = "'self' file:";
const policy = (script: string) =>
  `default-src 'none'; style-src ${own}; img-src ${own}; media-src ${own}; frame-src ${own}; script-src ${script}; base-uri 'none'; form-action 'none'`;

export interface Crumb {
  readonly name: string;
  /** Path below the root folder. */
  readonly path: string;
}

export interface PageParts {
  /** Path below the root folder. */
  readonly path: string;
  readonly title: string;
  /** Title of the whole site. */
  readonly site: string;
  /** What is above the page, from the top down, without the start page; null on the start page. */
  readonly crumbs: readonly Crumb[] | null;
  readonly body: Markup;
  /** Scripts the page needs; all others do without. */
  readonly scripts?: readonly string[];
}

/** A page with everything around it: navigation, breadcrumb, heading, foot. */
export function page({
  path,
  crumbs,
  body,
  scripts = [],
  ...given
}: PageParts): Uint8Array {
  const title = shortText(given.title, longestHeading);
  const site = shortText(given.site, longestHeading);
  const to = (target: string) => addressOf(path, target);
  const inBar = path === "index.html" ? title : `${title} · ${site}`;
  const { markup } = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="UTF-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="Holdall" />
        <meta name="referrer" content="no-referrer" />
        <meta
          http-equiv="Content-Security-Policy"
          content="${policy(scripts.length > 0 ? own : "'none'")}"
        />
        <title>${shortTitle(inBar)}</title>
        <link rel="stylesheet" href="${to("resources/style.css")}" />
        ${scripts.map(
          (script) => html`<script src="${to(script)}" defer></script> `,
        )}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <nav class="site" aria-label="Site">
            <ul>
              <li><a href="${to("index.html")}">Start</a></li>
              <li><a href="${to("a-z.html")}">All items A–Z</a></li>
              <li><a href="${to("search.html")}">Search</a></li>
            </ul>
          </nav>
          ${crumbs === null ? nothing : breadcrumb(crumbs, title, to)}
        </header>
        <main id="content">
          <h1 dir="auto">${title}</h1>
          ${body}
        </main>
        <footer>
          <p>
            ${path === "index.html" ? "" : `${site}. `}Exported with Holdall.
          </p>
        </footer>
      </body>
    </html> `;
  return Buffer.from(markup);
}

function breadcrumb(
  crumbs: readonly Crumb[],
  title: string,
  to: (path: string) => string,
): Markup {
  return html`<nav class="crumbs" aria-label="Breadcrumb">
    <ol>
      <li><a href="${to("index.html")}">Start</a></li>
      ${crumbs.map(
        ({ name, path }) =>
          html`<li><a href="${to(path)}" dir="auto">${name}</a></li> `,
      )}
      <li aria-current="page" dir="auto">${title}</li>
    </ol>
  </nav> `;
}

function shortTitle(title: string): string {
  return shortText(title.replace(/\s+/gu, " ").trim(), longestTitle);
}
