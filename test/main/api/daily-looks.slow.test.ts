import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { UpdateState } from "../../../main/domain/update.ts";
import {
  addAccount,
  addKey,
  startApiServer,
  until,
} from "../../support/api-server.ts";
import { temporaryFolder } from "../../support/holdall.ts";

test("a server looks by itself for a newer release where somebody has asked for it", async () => {
  const folder = await temporaryFolder();
  onTestFinished(() => folder.remove());
  const feed = createServer((_request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ tag_name: "v999.0.0" }));
  });
  await new Promise<void>((resolve) => {
    feed.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void feed.close());
  const { port } = feed.address() as AddressInfo;

  const data = join(folder.path, "data");
  await addAccount(data, "anna@example.org", "--admin");
  const key = await addKey(data, "anna@example.org");
  const server = await startApiServer(data);
  onTestFinished(() => server.stop());
  await server.command(key, "updates.set", {
    enabled: true,
    feed: `http://127.0.0.1:${String(port)}/latest`,
  });
  const seen = (await server.command(key, "updates.get")) as UpdateState;
  expect(seen.newer).toBeNull();
  const newer = await until(
    async () =>
      ((await server.command(key, "updates.get")) as UpdateState).newer,
  );
  expect(newer.version).toBe("999.0.0");
});
