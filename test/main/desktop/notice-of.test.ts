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
