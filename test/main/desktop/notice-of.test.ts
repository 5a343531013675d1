import { expect, test } from "vitest";
import { noticeOf } from "../../../main/desktop/notice-of.ts";
import { wordsFor } from "../../../main/desktop/words.ts";

test.each([
  [
    "de-AT",
    "Export fehlgeschlagen",
    "Weekly copy: Frei sind 1.000 Bytes, gebraucht werden 2.000 Bytes: /srv/x.",
  ],
  [
    "en-GB",
    "Export failed",
    "Weekly copy: /srv/x has 1000 bytes free; 2000 are needed.",
  ],
])("a notice is in the language of the system: %s", (language, title, body) => {
  expect(
    noticeOf(
      {
        kind: "failed",
        event: "export.failed",
        title: "Weekly copy",
        reason: "/srv/x has 1000 bytes free; 2000 are needed.",
        run: 1,
        definition: null,
      },
      wordsFor([language]),
    ),
  ).toEqual({ title, body });
});

test.each([
  ["The whole catalog", "Ganzer Katalog"],
  ["Search: lamps", "Suche: lamps"],
  ["1 item", "1 Objekt"],
  ["1200 items", "1.200 Objekte"],
  ["Weekly copy", "Weekly copy"],
])("%s is called %s where the system speaks German", (title, german) => {
  const news = {
    kind: "finished",
    event: "export.finished",
    title,
    reason: null,
    run: 1,
    definition: null,
  } as const;
  expect(noticeOf(news, wordsFor(["de"])).body).toBe(german);
  expect(noticeOf(news, wordsFor(["en"])).body).toBe(title);
});
