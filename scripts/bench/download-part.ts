import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { BenchContext } from "./bench-context.ts";
import { drain } from "./drain.ts";
import { warm } from "./machine.ts";
import { measure } from "./measure.ts";
import { findPeerPrograms } from "./peer-programs.ts";
import { say } from "./say.ts";
import {
  addAdministrator,
  createKey,
  serve,
  serveHoldall,
  type Serving,
} from "./serving.ts";
import { writeLarge } from "./write-large.ts";

const work = "download";

/** What the kernel alone can do: it sends the file without anybody looking at it. */
const sendfile = `
import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *given): pass
    def do_GET(self):
        with open(sys.argv[1], "rb") as file:
            size = os.fstat(file.fileno()).st_size
            self.send_response(200)
            self.send_header("Content-Length", str(size))
            self.end_headers()
            self.wfile.flush()
            sent = 0
            while sent < size:
                sent += os.sendfile(self.connection.fileno(), file.fileno(), sent, 1 << 24)
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
`;

interface Entry {
  readonly state: string;
  readonly _links: {
    readonly self: { readonly href: string };
    readonly content?: { readonly href: string };
  };
}

/** Has the collection exported through DSpace's dialect; gives back the path of its download. */
async function exportToZip(
  server: Serving,
  key: string,
  collection: string,
): Promise<string> {
  const ask = async (method: string, url: string): Promise<Entry> => {
    const answer = await fetch(url, {
      method,
      headers: { Authorization: `Bearer ${key}` },
    });
    if (!answer.ok)
      throw new Error(`${url} was answered with ${String(answer.status)}.`);
    return (await answer.json()) as Entry;
  };
  const origin = `http://127.0.0.1:${String(server.port)}`;
  const made = await ask(
    "POST",
    `${origin}/api/core/collections/${collection}/exportToZip/create`,
  );
  for (;;) {
    const seen = await ask("GET", made._links.self.href);
    const { content } = seen._links;
    if (content !== undefined) return new URL(content.href).pathname;
    if (seen.state !== "In Progress")
      throw new Error(`The export ended: ${seen.state}.`);
    await pause(250);
  }
}

/** Downloads of a large finished archive against reading the file, and what they cost in memory. */
export async function benchDownload(context: BenchContext): Promise<void> {
  const { figures, options, result, workshop } = context;
  const dataFolder = workshop.keptFolder("data-download");
  say(`Writing ${String(options.downloadMebibytes)} MiB of files ...`);
  const collection = await writeLarge(dataFolder, options.downloadMebibytes);
  addAdministrator(dataFolder);
  const key = createKey(dataFolder);
  const log = (name: string) => join(workshop.folder, `${name}.log`);
  const server = await serveHoldall(dataFolder, log("holdall"));
  const others: Serving[] = [];
  const growth: number[] = [];
  try {
    const path = await exportToZip(server, key, collection);
    const exportsFolder = join(dataFolder, "exports");
    const [name] = readdirSync(exportsFolder, {
      recursive: true,
      encoding: "utf8",
    }).filter((one) => one.endsWith(".zip"));
    if (name === undefined) throw new Error("There is no archive.");
    const archive = join(exportsFolder, name);
    await workshop.settle(false);
    warm(archive);
    const downloads: {
      tool: string;
      server: Serving;
      path: string;
      key: string;
    }[] = [{ tool: "holdall", server, path, key }];
    const programs = findPeerPrograms();
    if (programs !== null) {
      // It does not start without a database.
      const database = join(workshop.folder, "peer.sqlite");
      programs.load(database, 1000);
      const bare = await programs.serve(database, log("peer"), archive);
      others.push(bare);
      const file = "/file?hwm=524288";
      downloads.push({ tool: "peer", server: bare, path: file, key: "" });
    }
    const kernel = await serve(
      { program: "python3", arguments: ["-c", sendfile, archive] },
      log("sendfile"),
      Number,
    );
    others.push(kernel);
    downloads.push({ tool: "sendfile", server: kernel, path: "/", key: "" });
    for (let run = 1; run <= options.runs; run += 1) {
      const read = await measure(
        { program: "sh", arguments: ["-c", 'cat "$0" > /dev/null', archive] },
        workshop.folder,
      );
      figures.add({ work, tool: "cat", run, ...read });
      say(
        `  ${String(run)}/${String(options.runs)} cat ${read.seconds.toFixed(2)} s`,
      );
      for (const { tool, server: asked, path: from, key: by } of downloads) {
        const before = asked.memory();
        const { seconds, bytes } = drain(asked.port, from, by);
        const peak = asked.peakMemory();
        figures.add({
          work,
          tool,
          run,
          seconds,
          processorSeconds: null,
          peakMebibytes: peak,
          outputBytes: bytes,
        });
        say(
          `  ${String(run)}/${String(options.runs)} ${tool} ${seconds.toFixed(2)} s, ` +
            `${(bytes / seconds / 1e9).toFixed(2)} GB/s, ${before?.toFixed(0) ?? "?"} MiB before, ${asked.memory()?.toFixed(0) ?? "?"} after`,
        );
        const after = asked.memory();
        if (tool === "holdall" && before !== null && after !== null)
          growth.push(after - before);
      }
    }
  } finally {
    for (const other of others) await other.stop();
    await server.stop();
  }
  result("download/cat", figures.ratio(work, "cat", "holdall"));
  result("download/memory", growth.length === 0 ? null : Math.max(...growth));
  const times = (tool: string) =>
    figures.ratio(work, tool, "holdall")?.toFixed(2) ?? "?";
  context.note(
    `Download: Holdall's rate was ${times("sendfile")} x that of a server that leaves everything to the kernel (sendfile), ` +
      `${times("peer")} x the peer's. The first says how much of the target a connection on this machine can carry at all.`,
  );
}
