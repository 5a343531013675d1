import { setFlagsFromString } from "node:v8";

// V8 13.6 replaces how WebAssembly calls JavaScript after a thousand calls, and frees what it replaces while another
// thread may still use it: the process then ends with SIGSEGV. Holdall has no WebAssembly of its own, but fetch() has
// (its HTTP parser), and it is used in several threads. To be imported before anything else by each entry.
setFlagsFromString("--wasm-wrapper-tiering-budget=1000000000");
