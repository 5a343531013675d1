// Many small files are flushed to the disk at the same time; libuv's four threads would make them wait for each other.
// Read once, when the pool is first used: so this is imported before anything else.
process.env["UV_THREADPOOL_SIZE"] ??= "16";
