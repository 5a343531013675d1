/** What is asked of a figure. */
export interface Target {
  readonly id: string;
  readonly work: string;
  /** What the figure is: `x zip -6`, `MiB`, `ms`, `s`. */
  readonly unit: string;
  readonly must: number;
  /** What would be better still; null where nothing is said. */
  readonly reach: number | null;
  /** Which way is better. */
  readonly better: "smaller" | "larger";
}

function target(
  id: string,
  work: string,
  unit: string,
  must: number,
  reach: number | null = null,
): Target {
  return { id, work, unit, must, reach, better: "smaller" };
}

/** A target that asks for at least so much. */
function atLeast(...given: Parameters<typeof target>): Target {
  return { ...target(...given), better: "larger" };
}

/** The figures of the result, in the order in which they are shown. */
export const targets: readonly Target[] = [
  target("many/zip", "export of many", "x zip -6", 0.45, 0.3),
  target("many/dspace", "export of many", "x dspace", 0.12),
  target("media/zip", "export of media", "x zip -6", 0.1, 0.05),
  target("media/zip0", "export of media", "x zip -0", 0.7),
  target("text/zip", "export of text", "x zip -6", 0.4, 0.33),
  target("text/size", "size of the archive of text", "x zip -6's", 1.01),
  target("many/verified", "export of many, verified", "x zip -6", 0.8, 0.5),
  target("media/verified", "export of media, verified", "x zip -6", 0.15),
  target("text/verified", "export of text, verified", "x zip -6", 0.55),
  target("many/memory", "peak memory, export of many", "MiB", 300, 200),
  target("media/memory", "peak memory, export of media", "MiB", 300, 200),
  target("text/memory", "peak memory, export of text", "MiB", 300, 200),
  target("import-many/memory", "peak memory, import of many", "MiB", 300, 200),
  target(
    "import-media/memory",
    "peak memory, import of media",
    "MiB",
    300,
    200,
  ),
  target("million/memory", "peak memory, 1,000,000 entries", "MiB", 500, 200),
  target("eventloop/p99", "event-loop delay, 99 of 100", "ms", 20),
  target("eventloop/max", "event-loop delay, longest", "ms", 50),
  target("start/list", "start until `list` has ended", "s", 0.25),
  target("start/help", "start until `--help` has ended", "s", 0.25),
  target("import-many/unzip", "import of many as a SAF ZIP", "x unzip", 6, 3),
  target(
    "import-media/unzip",
    "import of media as a SAF ZIP",
    "x unzip",
    3,
    1.5,
  ),
  target("api/page", "page of 100 items at any depth, 99 of 100", "ms", 50, 15),
  target(
    "api/search",
    "search by the beginning of a word, 99 of 100",
    "ms",
    50,
    15,
  ),
  target("api/object", "one item, 99 of 100", "ms", 50, 15),
  target("api/depth", "last page of 100 items", "x the first", 2),
  atLeast(
    "api/page-peer",
    "requests for a page of 100 items",
    "x peer's rate",
    0.5,
    0.9,
  ),
  atLeast(
    "api/twenty-peer",
    "requests for any page of 20 items",
    "x peer's rate",
    0.5,
    0.9,
  ),
  atLeast(
    "api/object-peer",
    "requests for one item",
    "x peer's rate",
    0.5,
    0.9,
  ),
  atLeast("download/cat", "rate of a download", "x cat's", 0.5),
  target("download/memory", "growth of memory by a download", "MiB", 64),
  target("onthefly/zip0", "ZIP made while it is sent", "x zip -0", 1.2),
  target("onthefly/first", "first byte of such a ZIP, slowest", "ms", 50),
  target("onthefly/memory", "growth of memory by such a ZIP", "MiB", 64),
  target("database/size", "size of the database", "x values + indexes", 1.5),
];
