'use strict';

// Loaded before the built server, it breaks it in the two ways that many writers at once would show. Where its head was not
// the real one, it appends all the same, at the real one, what it had decided before; and it does not look whether a key was
// used before, and gives each entry an id by chance. The control of the tests of many writers.
const { randomUUID } = require('node:crypto');
const { join } = require('node:path');

const built = join(__dirname, '../../dist/src');
const { SqliteEventStore } = require(join(built, 'event-store/sqlite-event-store.js'));
const { KeyIndex } = require(join(built, 'commands/key-index.js'));
const entryIds = require(join(built, 'tamper-evidence/entry-id.js'));

const { append } = SqliteEventStore.prototype;
SqliteEventStore.prototype.append = async function appendAnywhere(entries, expectedHead) {
  const outcome = await append.call(this, entries, expectedHead);
  return outcome.conflict ? await append.call(this, entries, outcome.head) : outcome;
};
KeyIndex.prototype.candidates = () => [];
entryIds.entryId = () => randomUUID();
