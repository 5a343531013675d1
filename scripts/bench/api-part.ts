import { join } from "node:path";
import {
  openApiData,
  pickPlaces,
  prepareSearches,
  type Places,
} from "./api-data.ts";
import type { BenchContext } from "./bench-context.ts";
import type { Request } from "./load-client.ts";
import { warm } from "./machine.ts";
import { findPeerPrograms } from "./peer-programs.ts";
import { putLoad } from "./put-load.ts";
import { say } from "./say.ts";
import { createKey, serveHoldall, type Serving } from "./serving.ts";

const connections = 10;
const warmSeconds = 1;
const ours = "holdall";
const anonymous = "holdall, not signed in";
const peerTool = "peer";

/** Something to ask for, of Holdall and, where it has the like, of the peer. */
interface Work {
  readonly name: string;
  readonly requests: readonly Request[];
  /** Null where the peer has no such route. */
  readonly peer: readonly Request[] | null;
  /** Also asked by somebody who is not signed in, whose rights are looked at for every item. */
  readonly open: boolean;
}

const works = {
  first: "first page of 100 of a collection",
  last: "last page of 100 of a collection",
  any: "any page of 100 of a collection",
  catalog: "any page of 100 of the catalog",
  window: "any page of 100 for the window",
  twenty: "any page of 20 of a collection",
  search: "search by the beginning of a word",
  titles: "DSpace's search by the beginning of a word of the title",
  scoped: "any page of 100 of DSpace's search in a collection",
  object: "one item",
} as const;

const get = (path: string): Request => ({ method: "GET", path, body: null });
const command = (name: string, input: unknown): Request => ({
  method: "POST",
  path: `/api/holdall/commands/${name}`,
  body: JSON.stringify(input),
});

/** Runs one request and gives back its answer's body. */
async function answerOf(
  server: Serving,
  key: string,
  { method, path, body }: Request,
): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${String(server.port)}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body === null ? {} : { "Content-Type": "application/json" }),
    },
    body,
  });
  if (!answer.ok)
    throw new Error(`${path} was answered with ${String(answer.status)}.`);
  return answer.json();
}

async function runCommand<Value>(
  server: Serving,
  key: string,
  name: string,
  input: unknown,
): Promise<Value> {
  const answer = await answerOf(server, key, command(name, input));
  return (answer as { value: Value }).value;
}

/** Cursors all over the catalog, as somebody gets them who has dragged the scroll bar. */
async function cursors(
  server: Serving,
  key: string,
  items: number,
): Promise<string[]> {
  const found: string[] = [];
  const count = 50;
  for (let number = 0; number < count; number += 1) {
    const skip = Math.floor((Math.max(0, items - 101) * number) / count);
    const { next } = await runCommand<{ next: string | null }>(
      server,
      key,
      "items.page",
      { sort: "title", descending: false, skip, limit: 1 },
    );
    if (next !== null) found.push(next);
  }
  return found;
}

async function planWorks(
  server: Serving,
  key: string,
  places: Places,
  items: number,
): Promise<Work[]> {
  const collections = await runCommand<{ name: string; uuid: string }[]>(
    server,
    key,
    "collections.list",
    {},
  );
  const { largest } = places;
  const uuid = collections.find(({ name }) => name === largest.name)?.uuid;
  if (uuid === undefined) throw new Error(`${largest.name} is not there.`);
  const list = `/api/core/collections/${uuid}/items`;
  const peerList = `/server/api/core/collections/${String(largest.peerId)}/items`;
  const pages = (path: string, total: number, size: number, more = "") => {
    const last = Math.max(0, Math.ceil(total / size) - 1);
    const count = Math.min(500, last + 1);
    // A step that shares no divisor with the number of pages: they come in no order that could be read ahead.
    return Array.from({ length: count }, (_, number) => {
      const page = Math.floor((((number * 311) % count) * last) / count);
      return get(`${path}?${more}size=${String(size)}&page=${String(page)}`);
    });
  };
  const last = Math.max(0, Math.ceil(largest.items / 100) - 1);
  const sort = { sort: "title", descending: false, limit: 100 };
  return [
    {
      name: works.first,
      requests: [get(`${list}?size=100`)],
      peer: [get(`${peerList}?size=100&page=0`)],
      open: false,
    },
    {
      name: works.last,
      requests: [get(`${list}?size=100&page=${String(Math.max(0, last - 1))}`)],
      peer: null,
      open: false,
    },
    {
      name: works.any,
      requests: pages(list, largest.items, 100),
      peer: null,
      open: true,
    },
    {
      name: works.catalog,
      requests: pages("/api/core/items", items, 100),
      peer: null,
      open: false,
    },
    {
      name: works.window,
      requests: (await cursors(server, key, items)).map((after) =>
        command("items.page", { ...sort, after }),
      ),
      peer: null,
      open: false,
    },
    {
      name: works.twenty,
      requests: pages(list, largest.items, 20),
      peer: places.positions.map(({ title, id }) =>
        get(
          `${peerList}?after=${encodeURIComponent(title)}&afterId=${String(id)}`,
        ),
      ),
      open: false,
    },
    {
      name: works.search,
      requests: places.beginnings.map((query) =>
        command("items.page", { ...sort, query }),
      ),
      peer: null,
      open: false,
    },
    {
      name: works.titles,
      requests: places.beginnings.map((query) =>
        get(
          `/api/discover/search/objects?dsoType=item&query=${encodeURIComponent(`title:${query}*`)}`,
        ),
      ),
      peer: null,
      open: false,
    },
    {
      name: works.scoped,
      requests: pages(
        "/api/discover/search/objects",
        largest.items,
        100,
        `scope=${uuid}&dsoType=item&`,
      ),
      peer: null,
      open: false,
    },
    {
      name: works.object,
      requests: places.items.map((item) => get(`/api/core/items/${item.uuid}`)),
      peer: places.items.map((item) =>
        get(`/server/api/core/items/${String(item.peerId)}`),
      ),
      open: true,
    },
  ];
}

/** How fast the API answers from a catalog of a million items, beside a bare server with the same items. */
export async function benchApi(context: BenchContext): Promise<void> {
  const { options, rates, result, workshop } = context;
  const programs = findPeerPrograms();
  if (programs === null) {
    context.note(
      "The API was left out: the peer's programs, whose items are asked for, are not there.",
    );
    return;
  }
  const data = openApiData(options.folder, options.apiItems, programs);
  await prepareSearches(data);
  const places = pickPlaces(data);
  const key = createKey(data.dataFolder);
  warm(join(data.dataFolder, "catalog.sqlite"));
  const log = (name: string) => join(workshop.folder, `${name}.log`);
  const server = await serveHoldall(data.dataFolder, log("holdall"));
  try {
    warm(data.peerDatabase);
    const peer = await programs.serve(data.peerDatabase, log("peer"));
    try {
      const plan = await planWorks(server, key, places, data.items);
      for (let run = 1; run <= options.runs; run += 1) {
        for (const work of plan) {
          for (const [tool, asked, requests, by] of [
            [ours, server, work.requests, key],
            [peerTool, peer, work.peer, null],
            [anonymous, server, work.open ? work.requests : null, null],
          ] as const) {
            if (requests === null) continue;
            const before = asked.processorSeconds();
            const rate = await putLoad({
              port: asked.port,
              key: by,
              connections,
              warmSeconds,
              seconds: options.apiSeconds,
              requests,
            });
            const after = asked.processorSeconds();
            const processorMs =
              before === null || after === null
                ? null
                : ((after - before) * 1000) / rate.requestsInAll;
            rates.add({ work: work.name, tool, run, ...rate, processorMs });
            say(
              `  ${String(run)}/${String(options.runs)} ${work.name}: ${tool} ` +
                `${(rate.requests / rate.seconds).toFixed(0)} per s, p99 ${rate.p99.toFixed(1)} ms`,
            );
          }
        }
      }
      context.note(
        `API: ${String(data.items)} items with 15 values, ${String(places.largest.items)} of them in the collection that was asked; ` +
          `${String(connections)} connections; the server had at most ${server.peakMemory()?.toFixed(0) ?? "?"} MiB in memory, ` +
          `the peer ${peer.peakMemory()?.toFixed(0) ?? "?"} MiB.`,
      );
    } finally {
      await peer.stop();
    }
  } finally {
    await server.stop();
  }

  const p99 = (...names: readonly string[]) =>
    Math.max(
      ...names.flatMap((name) =>
        [ours, anonymous].flatMap(
          (tool) => rates.median(name, tool, "p99") ?? [],
        ),
      ),
    );
  const { first, last, any, catalog, window, twenty, search, object } = works;
  result("api/page", p99(first, last, any, catalog, window));
  result("api/search", p99(search));
  result("api/object", p99(object));
  const median = (name: string) => rates.median(name, ours, "p50") ?? 0;
  result("api/depth", median(last) / median(first));
  result("api/page-peer", rates.ratio(first, ours, peerTool));
  result("api/twenty-peer", rates.ratio(twenty, ours, peerTool));
  result("api/object-peer", rates.ratio(object, ours, peerTool));
  const processor = (name: string) => {
    const mine = rates.median(name, ours, "processorMs");
    const theirs = rates.median(name, peerTool, "processorMs");
    return mine === null || theirs === null || mine === 0
      ? "?"
      : (theirs / mine).toFixed(2);
  };
  context.note(
    `By time on processors, which other work on the machine shakes less, Holdall's rate was ${processor(first)} x the peer's for a page of 100, ` +
      `${processor(twenty)} x for one of 20, ${processor(object)} x for one item. ` +
      `99 of 100 answers of the peer with a page of 100 took at most ${rates.median(first, peerTool, "p99")?.toFixed(0) ?? "?"} ms.`,
  );
}
