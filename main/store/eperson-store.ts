import type { Database } from "better-sqlite3";
import type { EpersonPorts, EpersonRecord } from "../core/epersons.ts";
import { AppError } from "../domain/errors.ts";
import { likePart, listQuery } from "./list-query.ts";
import type { MetadataStore } from "./metadata-store.ts";
import type { ObjectStore } from "./object-store.ts";

type Flags = "canLogIn" | "requireCertificate" | "selfRegistered";
type Row = Omit<EpersonRecord, "kind" | "metadata" | Flags> &
  Record<Flags, number>;

// Crossed, or SQLite goes through all objects while it has no statistics of the few accounts.
const select = `SELECT a.id, o.uuid, a.email, a.netid, a.last_active_at AS lastActive, a.can_log_in AS canLogIn,
    a.require_certificate AS requireCertificate, a.self_registered AS selfRegistered
  FROM account a CROSS JOIN object o ON o.id = a.id`;

const nameField = (name: string) =>
  `(SELECT group_concat(v.value, ' ') FROM metadata_value v WHERE v.object_id = a.id AND v.field_id = (
     SELECT f.id FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id
     WHERE s.prefix = 'eperson' AND f.element = '${name}' AND f.qualifier = ''))`;

const matching = `(o.uuid = lower(@text) OR a.email LIKE @like ESCAPE '\\'
  OR coalesce(${nameField("firstname")}, '') || ' ' || coalesce(${nameField("lastname")}, '') LIKE @like ESCAPE '\\')`;

/** Accounts with their metadata, one by one and in lists. What writes is to be called in a transaction. */
export function createEpersonStore(
  database: Database,
  objects: ObjectStore,
  metadata: MetadataStore,
): Omit<EpersonPorts, "find" | "write" | "metadata" | "anyAdministrator"> {
  const byId = database.prepare<[number], Row>(`${select} WHERE a.id = ?`);
  const byEmail = database.prepare<[string], Row>(
    `${select} WHERE a.email = ?`,
  );
  const all = listQuery<object, Row>(
    database,
    select,
    "true",
    "a.email",
    "a.id",
  );
  const found = listQuery<{ text: string; like: string }, Row>(
    database,
    select,
    matching,
    "a.email",
    "a.id",
  );
  const foundOutside = listQuery<
    { text: string; like: string; group: number },
    Row
  >(
    database,
    select,
    `a.id NOT IN (SELECT account_id FROM group_account WHERE group_id = @group) AND ${matching}`,
    "a.email",
    "a.id",
  );
  const groupsOf = database
    .prepare<[number], number>(
      `SELECT m.group_id FROM group_account m JOIN account_group g ON g.id = m.group_id
       WHERE m.account_id = ? ORDER BY g.name`,
    )
    .pluck();
  const insert = database.prepare(
    `INSERT INTO account (id, email, netid, password_hash, can_log_in, require_certificate, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const withEmail = database
    .prepare<[string], number>("SELECT id FROM account WHERE email = ?")
    .pluck();
  const withNetid = database
    .prepare<[string], number>("SELECT id FROM account WHERE netid = ?")
    .pluck();
  const setters = {
    email: database.prepare("UPDATE account SET email = ? WHERE id = ?"),
    netid: database.prepare("UPDATE account SET netid = ? WHERE id = ?"),
    canLogIn: database.prepare(
      "UPDATE account SET can_log_in = ? WHERE id = ?",
    ),
    requireCertificate: database.prepare(
      "UPDATE account SET require_certificate = ? WHERE id = ?",
    ),
    passwordHash: database.prepare(
      // Whoever knew the old password is signed out.
      "UPDATE account SET password_hash = ?, session_salt = randomblob(16) WHERE id = ?",
    ),
  };
  const passwordHash = database
    .prepare<[number], string | null>(
      "SELECT password_hash FROM account WHERE id = ?",
    )
    .pluck();
  const remove = database.prepare("DELETE FROM object WHERE id = ?");

  const toRecord = (row: Row): EpersonRecord => ({
    ...row,
    kind: "account",
    canLogIn: row.canLogIn === 1,
    requireCertificate: row.requireCertificate === 1,
    selfRegistered: row.selfRegistered === 1,
    metadata: metadata.map(row.id),
  });
  const part = ({ rows, total }: { rows: Row[]; total: number }) => ({
    records: rows.map(toRecord),
    total,
  });
  const requireFree = (
    name: "email" | "netid",
    value: string,
    own: number | null,
  ): void => {
    const other = (name === "email" ? withEmail : withNetid).get(value);
    if (other !== undefined && other !== own)
      throw new AppError(
        "account.exists",
        `There is an account with the ${name} ${value} already.`,
        { object: value },
      );
  };

  return {
    eperson(id) {
      const row = byId.get(id);
      return row === undefined ? null : toRecord(row);
    },
    epersonNamed(email) {
      const row = byEmail.get(email);
      return row === undefined ? null : toRecord(row);
    },
    epersons: (slice) => part(all({}, slice)),
    epersonsMatching(text, notIn, slice) {
      const parameters = { text, like: likePart(text) };
      return part(
        notIn === null
          ? found(parameters, slice)
          : foundOutside({ ...parameters, group: notIn }, slice),
      );
    },
    groupsOfEperson: (id) => groupsOf.all(id),
    createEperson(draft, hash) {
      requireFree("email", draft.email, null);
      if (draft.netid !== null) requireFree("netid", draft.netid, null);
      const { id, uuid } = objects.add("account");
      insert.run(
        id,
        draft.email,
        draft.netid,
        hash,
        Number(draft.canLogIn),
        Number(draft.requireCertificate),
        Date.now(),
      );
      metadata.replace(id, draft.metadata);
      return uuid;
    },
    changeEperson(id, change) {
      const { email, netid, canLogIn, requireCertificate } = change;
      if (email !== undefined) {
        requireFree("email", email, id);
        setters.email.run(email, id);
        // Policies are exported with the e-mail of whom they are for.
        objects.bumpRevision();
      }
      if (netid !== undefined) {
        if (netid !== null) requireFree("netid", netid, id);
        setters.netid.run(netid, id);
      }
      if (canLogIn !== undefined) setters.canLogIn.run(Number(canLogIn), id);
      if (requireCertificate !== undefined)
        setters.requireCertificate.run(Number(requireCertificate), id);
      if (change.passwordHash !== undefined)
        setters.passwordHash.run(change.passwordHash, id);
      if (change.metadata !== undefined) metadata.replace(id, change.metadata);
    },
    passwordHash: (id) => passwordHash.get(id) ?? null,
    removeEperson(id) {
      remove.run(id);
      objects.bumpRevision();
    },
  };
}
