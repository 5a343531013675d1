import { expect, test } from "vitest";
import { createOutcomes, type Outcome } from "../../../main/core/outcomes.ts";
import { newsOf } from "../../../main/core/news.ts";
import { noticeOf } from "../../../main/desktop/notice-of.ts";
import { wordsFor } from "../../../main/desktop/words.ts";
import type { DeliveryRecord } from "../../../main/domain/delivery-record.ts";
import type { ErrorView } from "../../../main/domain/errors.ts";
import {
  noProgress,
  type Run,
  type RunState,
} from "../../../main/domain/run.ts";

const error = (code: ErrorView["code"], message = "…"): ErrorView => ({
  code,
  kind: "failed",
  message,
});

/** Runs and deliveries of one saved export in memory, told one after the other. */
function world() {
  const runs = new Map<number, Run>();
  const deliveries = new Map<number, DeliveryRecord>();
  const told = new Set<string>();
  const failing = new Map<string, string>();
  const noted: Outcome[] = [];
  let problems: string[] = [];
  const once = (what: string) => !told.has(what) && told.add(what).size > 0;
  const outcomes = createOutcomes({
    untoldRuns: () =>
      [...runs.keys()].filter((id) => !told.has(`run ${String(id)}`)),
    untoldDeliveries: () =>
      [...deliveries.keys()].filter(
        (id) => !told.has(`delivery ${String(id)}`),
      ),
    tellRun: (id) => once(`run ${String(id)}`),
    tellDelivery: (id) => once(`delivery ${String(id)}`),
    problemCodes: () => problems,
    failing: (subject) => failing.get(subject) ?? null,
    setFailing(subject, cause) {
      if (cause === null) failing.delete(subject);
      else failing.set(subject, cause);
    },
    run: (id) => runs.get(id) ?? null,
    delivery(id) {
      const found = deliveries.get(id);
      return found === undefined ? null : { ...found, targetId: 3 };
    },
    definitionOf: () => ({ id: 7, name: "Nightly" }),
    write: (work) => Promise.resolve(work()),
    note: (outcome) => noted.push(outcome),
    failed(problem) {
      throw problem;
    },
    now: () => 0,
  });
  const heard: Outcome[] = [];
  outcomes.listen((outcome) => heard.push(outcome));
  const news = async (): Promise<string[]> => {
    await outcomes.look();
    expect(heard).toEqual(noted);
    noted.length = 0;
    return heard.splice(0).map((outcome) => {
      const told = newsOf(outcome);
      return `${outcome.news}${told === null ? "" : `: ${noticeOf(told, wordsFor(["en"])).title}`}`;
    });
  };
  let last = 0;
  return {
    news,
    ends(state: RunState, why: ErrorView | null = null, codes: string[] = []) {
      problems = codes;
      runs.set(++last, {
        id: last,
        uuid: String(last),
        kind: "export",
        origin: "holdall",
        title: "Nightly",
        state,
        progress: noProgress,
        createdAt: 0,
        startedAt: 0,
        finishedAt: 1,
        problems: { error: 0, warning: 0, note: 0 },
        error: why,
        result: null,
        retryOf: null,
      });
      return news();
    },
    delivers(why: ErrorView | null) {
      deliveries.set(++last, {
        id: last,
        run: 1,
        transport: "sftp",
        summary: "sftp://files",
        state: why === null ? "done" : "failed",
        progress: null,
        receipt: null,
        error: why,
        startedAt: 0,
        finishedAt: 1,
      });
      return news();
    },
  };
}

test("what fails for the same reason again is no news; another reason, and that it works again, are", async () => {
  const { ends, news } = world();
  expect(await ends("done")).toEqual(["finished: Export finished"]);
  expect(await ends("failed", error("disk.full", "/a"))).toEqual([
    "failed: Export failed",
  ]);
  // Messages name files of the run; the cause is the same.
  expect(await ends("failed", error("disk.full", "/b"))).toEqual([
    "still-failing",
  ]);
  expect(await ends("failed", error("file.unwritable"))).toEqual([
    "failed: Export failed",
  ]);
  expect(await ends("cancelled")).toEqual([]);
  expect(await ends("failed", error("file.unwritable"))).toEqual([
    "still-failing",
  ]);
  expect(await ends("done")).toEqual(["recovered: Export finished"]);
  expect(await news()).toEqual([]);
});

test("bugs are told apart by what they say", async () => {
  const { ends } = world();
  await ends("failed", error("internal", "one"));
  expect(await ends("failed", error("internal", "one"))).toEqual([
    "still-failing",
  ]);
  expect(await ends("failed", error("internal", "two"))).toEqual([
    "failed: Export failed",
  ]);
});

test("problems count as a cause of their own, by their kinds", async () => {
  const { ends } = world();
  const title = "Export finished with problems";
  const missing = ["bitstream.missing"];
  expect(await ends("done-with-problems", null, missing)).toEqual([
    `failed: ${title}`,
  ]);
  expect(await ends("done-with-problems", null, missing)).toEqual([
    "still-failing",
  ]);
  expect(
    await ends("done-with-problems", null, [...missing, "value.characters"]),
  ).toEqual([`failed: ${title}`]);
});

test("a target is judged by itself", async () => {
  const { ends, delivers } = world();
  await ends("done");
  expect(await delivers(null)).toEqual(["finished"]);
  expect(await delivers(error("target.full"))).toEqual([
    "failed: Export could not be delivered",
  ]);
  expect(await delivers(error("target.full"))).toEqual(["still-failing"]);
  expect(await ends("done")).toEqual(["finished: Export finished"]);
  expect(await delivers(null)).toEqual([
    "recovered: Exports are delivered again",
  ]);
});
