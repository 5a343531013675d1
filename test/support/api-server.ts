import { request as httpRequest } from "node:http";
import { holdall, holdallJson, startHoldall } from "./holdall.ts";

/** What a raw request gives back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Every Set-Cookie. */
  readonly cookies: readonly string[];
  readonly body: Buffer;
  readonly text: string;
  json(): unknown;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type ApiServer = Awaited<ReturnType<typeof startApiServer>>;

export const password = "correct horse battery";

/** Sends one request as it is said, any Host and Origin included. */
export function ask(
  origin: string,
  path: string,
  { method = "GET", headers = {}, body }: Asking = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const sent = httpRequest(
      { hostname, port, path, method, headers, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const bytes = Buffer.concat(parts);
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [
                name,
                [value].flat().join(", "),
              ]),
            ),
            cookies: response.headers["set-cookie"] ?? [],
            body: bytes,
            text: bytes.toString("utf8"),
            json: () => JSON.parse(bytes.toString("utf8")) as unknown,
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Runs `holdall serve` of the built program on a free port, and waits until it is ready. */
export async function startApiServer(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
) {
  const running = startHoldall(dataDir, ["serve", "--port", "0", "--json"], {
    environment,
  });
  let stderr = "";
  running.process.stderr?.on("data", (text: string) => (stderr += text));
  const line = await new Promise<string>((resolve, reject) => {
    let stdout = "";
    running.process.stdout?.on("data", (text: string) => {
      stdout += text;
      if (stdout.includes("\n")) resolve(stdout);
    });
    running.finished.then((finished) => {
      reject(new Error(`holdall serve ended: ${finished.stderr}`));
    }, reject);
  });
  const { url, pid } = JSON.parse(line) as { url: string; pid: number };
  if (!URL.canParse(url)) {
    running.process.kill("SIGKILL");
    throw new Error(`holdall serve said ${line}`);
  }
  const send = (path: string, asking: Asking = {}) => ask(url, path, asking);
  return {
    url,
    pid,
    process: running.process,
    finished: running.finished,
    /** What it has said on stderr so far. */
    stderr: () => stderr,
    ask: send,
    /** Asks with a token. */
    as: (token: string | null, path: string, asking: Asking = {}) =>
      send(path, {
        ...asking,
        headers: {
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
          ...asking.headers,
        },
      }),
    /** Logs in through DSpace's dialect. */
    async logIn(email: string): Promise<string> {
      const answer = await send("/api/authn/login", {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ user: email, password }).toString(),
      });
      const token = answer.headers["authorization"];
      if (token === undefined)
        throw new Error(`log-in failed: ${String(answer.status)}`);
      return token.replace("Bearer ", "");
    },
    /** Runs a command of Holdall's dialect, which must succeed. */
    async command(
      token: string,
      name: string,
      input: unknown = {},
    ): Promise<unknown> {
      const answer = await send(`/api/holdall/commands/${name}`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json",
        },
        body: JSON.stringify(input),
      });
      const reply = answer.json() as { ok: boolean; value: unknown };
      if (!reply.ok) throw new Error(answer.text);
      return reply.value;
    },
    async stop(): Promise<void> {
      running.process.kill("SIGTERM");
      await running.finished;
    },
  };
}

/** Adds an account whose password is {@link password}. */
export async function addAccount(
  dataDir: string,
  email: string,
  ...flags: string[]
): Promise<void> {
  const { finished } = startHoldall(
    dataDir,
    ["user", "add", email, "--password-stdin", ...flags],
    { stdin: password },
  );
  const { code, stderr } = await finished;
  if (code !== 0) throw new Error(stderr);
}

/** An API key of an account. */
export async function addKey(dataDir: string, email: string): Promise<string> {
  const made = await holdallJson(dataDir, "apikey", "create", email);
  return (made as { key: string }).key;
}

/** Imports the sample collection. */
export async function importSample(dataDir: string): Promise<void> {
  const { code, stderr } = await holdall(
    dataDir,
    "import",
    new URL("../../sample/metadata.csv", import.meta.url).pathname,
    "--into",
    "Sample",
  );
  if (code !== 0) throw new Error(stderr);
}

/** Longer than anything takes that is waited for, and much shorter than a thorough test may take. */
const patience = 300_000;

/** Tries until something is there. @throws Error when it does not come */
export async function until<Value>(
  find: () => Promise<Value | null | undefined | false>,
): Promise<Value> {
  // Made here, so that it tells who has waited.
  const late = new Error("What was waited for did not come.");
  const end = performance.now() + patience;
  while (performance.now() < end) {
    const found = await find();
    if (found !== null && found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw late;
}
