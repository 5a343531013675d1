import type { FastifyReply } from "fastify";

/** Every success is 200 with a JSON body. */
export function sendObject(reply: FastifyReply, value: unknown): FastifyReply {
  return reply
    .header("Content-Type", "application/json; charset=utf-8")
    .send(JSON.stringify(value));
}
