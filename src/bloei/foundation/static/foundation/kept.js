// What this device keeps for its owner: facts to read and answers that were not sent yet. Each
// row carries the mark of whose it is; only that person's rows ever stay (docs/decisions/0016).

export const FACTS = "facts"; // by the name of the room
export const UNSENT = "unsent"; // by the key of the answer

function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("bloei", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(FACTS, { keyPath: "name" });
      asked.result.createObjectStore(UNSENT, { keyPath: "key" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function within(store, mode, step) {
  const database = await open();
  try {
    const through = database.transaction(store, mode);
    const asked = step(through.objectStore(store));
    return await new Promise((done, failed) => {
      through.oncomplete = () => done(asked?.result);
      through.onerror = through.onabort = () => failed(through.error);
    });
  } finally {
    database.close();
  }
}

export const rows = (store) => within(store, "readonly", (kept) => kept.getAll());
export const row = (store, key) => within(store, "readonly", (kept) => kept.get(key));
export const put = (store, one) => within(store, "readwrite", (kept) => kept.put(one));
export const remove = (store, key) => within(store, "readwrite", (kept) => kept.delete(key));

/** Throw away what belongs to somebody else than `whose`. */
export async function only(whose) {
  for (const store of [FACTS, UNSENT]) {
    await within(store, "readwrite", (kept) => {
      kept.openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        if (cursor.value.mark !== whose) cursor.delete();
        cursor.continue();
      };
    });
  }
}
