// Started with a program (`node --require`), notes every connection it tries to make, and makes none.
import dgram from "node:dgram";
import { appendFileSync } from "node:fs";
import net from "node:net";

const refuse = (what: string) => (): never => {
  const notes = process.env["HOLDALL_TEST_CONNECTIONS"];
  if (notes !== undefined) appendFileSync(notes, `${what}\n`);
  throw new Error("there is no network in this test");
};
net.Socket.prototype.connect = refuse("tcp");
dgram.Socket.prototype.send = refuse("udp");
