import { afterAll, beforeAll, expect, test } from "vitest";
import type { Relations } from "../../../main/domain/related-item.ts";
import {
  addAccount,
  startApiServer,
  type ApiServer,
} from "../../support/api-server.ts";
import { openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

const admin = "ada@example.org";
const boards = 502;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: ApiServer;
let token: string;
let keeper: number;

beforeAll(async () => {
  folder = await temporaryFolder();
  const catalog = openTestCatalog(folder.path);
  const coast = catalog.collection("Coast", [catalog.community("Sea")]);
  const entity = (title: string, type: string) =>
    catalog.item(coast, {
      metadata: [value("dc.title", title), value("dspace.entity.type", type)],
    }).id;
  keeper = entity("Fyr, Eva", "Person");
  for (const title of ["On lamps", "On oil"])
    catalog.imports.relate(
      keeper,
      "isPublicationOfAuthor",
      entity(title, "Publication"),
    );
  for (let number = 1; number <= boards; number += 1)
    catalog.imports.relate(
      keeper,
      "isOrgUnitOfPerson",
      entity(`Board ${String(number)}`, "OrgUnit"),
    );
  catalog.close();
  await addAccount(folder.path, admin, "--admin");
  server = await startApiServer(folder.path);
  token = await server.logIn(admin);
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const page = async (after?: Relations["next"]) =>
  (await server.command(token, "relations.of", {
    item: keeper,
    ...(after === undefined ? {} : { after }),
  })) as Relations;
const titles = ({ items }: Relations) => items.map(({ other }) => other?.title);

test("the relations of an item follow each other page by page, whatever is changed before what comes", async () => {
  const first = await page();
  expect(first.items).toHaveLength(500);
  expect(first.total).toBe(boards + 2);
  expect(titles(first)[0]).toBe("Board 1");
  const whole = await page(first.next);
  expect(titles(whole)).toEqual([
    "Board 501",
    "Board 502",
    "On lamps",
    "On oil",
  ]);
  expect(whole.next).toBeNull();
  expect(whole.counts).toEqual(first.counts);

  // Neither what is gone nor what the page ended with leaves a gap.
  for (const one of [first.items[0], first.items[499]])
    await server.command(token, "relations.remove", {
      item: keeper,
      relation: one?.id,
    });
  expect(titles(await page(first.next))).toEqual(titles(whole));
  // From one kind to the next.
  const [, board, lamps] = whole.items;
  const mark = (
    one: Relations["items"][number] | undefined,
    place: number,
  ) => ({
    side: one?.kind.side ?? "left",
    type: one?.kind.type ?? 0,
    place,
    id: one?.id ?? 0,
  });
  expect(titles(await page(mark(board, boards)))).toEqual([
    "On lamps",
    "On oil",
  ]);
  expect(titles(await page(mark(lamps, 0)))).toEqual(["On oil"]);
});

test("what is no place in the list is refused", async () => {
  for (const after of [
    null,
    7,
    {},
    { side: "top", type: 1, place: 1, id: 1 },
    { side: "left", type: 1, place: 1.5, id: 1 },
  ]) {
    const answer = await server.as(
      token,
      "/api/holdall/commands/relations.of",
      {
        method: "POST",
        body: JSON.stringify({ item: keeper, after }),
      },
    );
    expect(answer.status, JSON.stringify(after)).toBe(400);
  }
});
