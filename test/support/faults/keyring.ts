import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";

/** A session bus with a keyring on it, so that secrets outlive the processes that are killed. */
export async function startKeyring(home: string): Promise<{
  /** What processes need to find it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const own = {
    HOME: home,
    XDG_RUNTIME_DIR: home,
    XDG_DATA_HOME: `${home}/share`,
  };
  const bus = spawn(
    "dbus-daemon",
    ["--session", "--nofork", "--print-address=1"],
    {
      env: { PATH: process.env["PATH"], ...own },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const [address] = (await once(
    createInterface({ input: bus.stdout }),
    "line",
  )) as [string];
  const environment = { ...own, DBUS_SESSION_BUS_ADDRESS: address };
  // It goes on in the background once it is ready, and ends with the bus.
  execFileSync("gnome-keyring-daemon", ["--unlock", "--components=secrets"], {
    env: { PATH: process.env["PATH"], ...environment },
    input: "password of the tests",
    stdio: ["pipe", "ignore", "ignore"],
  });
  return {
    environment,
    close() {
      bus.kill();
    },
  };
}
