import type { Dialect } from "../dialect.ts";
import { dspace } from "./dspace/index.ts";
import { easydb } from "./easydb/index.ts";
import { holdall } from "./holdall/index.ts";
import { rspace } from "./rspace/index.ts";

/** Every dialect the API speaks. */
export const dialects: readonly Dialect[] = [holdall, dspace, easydb, rspace];
