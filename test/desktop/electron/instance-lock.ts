import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";

interface Start {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly data: object;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Tells the first instance of this start; patient, because the first one may still be starting itself. */
async function tell(address: string, start: Start): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const told = await new Promise<boolean>((resolve) => {
      const socket = connect(address, () => {
        socket.end(JSON.stringify(start), () => {
          resolve(true);
        });
      });
      socket.on("error", () => {
        resolve(false);
      });
    });
    if (told) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * One process per folder of user data, as Electron has it.
 * @param onOther hears of every later start
 * @returns whether this process is the one, and when the other one has been told
 */
export function takeInstanceLock(
  userData: string,
  start: Start,
  onOther: (start: Start) => void,
): { readonly taken: boolean; readonly told: Promise<void> } {
  mkdirSync(userData, { recursive: true });
  const lock = join(userData, "StandInLock");
  const address = join(userData, "StandInSocket");
  if (existsSync(lock) && !isAlive(Number(readFileSync(lock, "utf8"))))
    rmSync(lock);
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
  } catch {
    return { taken: false, told: tell(address, start) };
  }
  rmSync(address, { force: true });
  const server = createServer((socket) => {
    let said = "";
    socket.on("data", (chunk) => (said += chunk.toString()));
    socket.on("end", () => {
      onOther(JSON.parse(said) as Start);
    });
    socket.on("error", () => {});
  });
  server.listen(address);
  server.unref();
  process.on("exit", () => {
    rmSync(lock, { force: true });
    rmSync(address, { force: true });
  });
  return { taken: true, told: Promise.resolve() };
}
