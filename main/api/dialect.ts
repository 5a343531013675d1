import type { FastifyInstance } from "fastify";
import type { ErrorCode, ErrorKind, ErrorView } from "../domain/errors.ts";
import type { ApiContext } from "./api-context.ts";

/** A failed request as a dialect is to tell it. */
export interface Failure {
  readonly status: number;
  /** Fit for strangers: no path of this machine, nothing of a bug but its id. */
  readonly error: ErrorView;
  /** Path of the request, without the query. */
  readonly path: string;
}

/** A way to speak to Holdall over HTTP. */
export interface Dialect {
  readonly id: string;
  /** Path below which all its routes are: `/api`. The longest one that fits decides. */
  readonly prefix: string;
  /** Which paths below the prefix are its own, where another dialect has the same prefix; absent: all. */
  readonly paths?: RegExp;
  /** Status of each kind of error. */
  readonly statuses: Readonly<Record<ErrorKind, number>>;
  /** Codes that have a status of their own. */
  readonly statusOf: Readonly<Partial<Record<ErrorCode, number>>>;
  /** How a failure is told. */
  failure(failure: Failure): {
    readonly body: unknown;
    readonly headers: Readonly<Record<string, string>>;
  };
  /** Adds the routes; paths are relative to the prefix. */
  routes(app: FastifyInstance, context: ApiContext): void;
}

/** What HTTP itself says of some failures, whatever the dialect. */
export const httpStatuses = {
  "content.other": 412,
  "log-in.throttled": 429,
  "media-type.unsupported": 415,
  "method.not-allowed": 405,
  "range.impossible": 416,
  "request.head-too-large": 431,
  "request.impossible": 422,
  "request.too-large": 413,
  "target.busy": 502,
  "target.changed": 502,
  "target.full": 502,
  "target.interrupted": 502,
  "target.login-failed": 502,
  "target.not-trusted": 502,
  "target.refused": 502,
  "target.unreachable": 502,
  "update.failed": 502,
  "webhook.failed": 502,
} as const satisfies Partial<Record<ErrorCode, number>>;
