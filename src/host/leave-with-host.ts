/**
 * Loaded into a ledger's process before the server itself: when the host is gone, however it went, the server stops as if
 * it had been told to. Otherwise it would go on with nobody to pass requests to it or to close it.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Waiting for that is no reason to stay.
process.channel?.unref();
