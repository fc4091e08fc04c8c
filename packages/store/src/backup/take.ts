import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { listApplied } from '../migrate.ts';
import { withClient } from '../one-client.ts';
import { listSequences, listTables, type SequenceValue, type TableColumns } from './tables.ts';

/** What a backup says of itself before its rows: which schema they fit, and in which order they go in. */
export interface BackupHead {
  migrations: string[];
  tables: TableColumns[];
}

/** What it says after them: with it a backup is whole. */
export interface BackupTail {
  rows: Record<string, number>;
  sequences: SequenceValue[];
}

export interface BackupSink {
  head(head: BackupHead): Promise<void>;
  /** the rows of one table in PostgreSQL's COPY text, in pieces of any size; tables come one after the other */
  rows(table: string, piece: Buffer): Promise<void>;
  tail(tail: BackupTail): Promise<void>;
}

/** Reads everything at one moment, whatever is written meanwhile, and hands it to `sink` piece by piece. */
export async function takeBackup(url: string, sink: BackupSink): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await client.query("SET LOCAL datestyle = 'ISO'; SET LOCAL extra_float_digits = 3"); // read back as what they are, wherever
    const head = { migrations: await listApplied(client), tables: await listTables(client) };
    await sink.head(head);
    const rows: Record<string, number> = {};
    for (const table of head.tables) rows[table.name] = await copyOut(client, table, sink);
    await sink.tail({ rows, sequences: await listSequences(client) });
    await client.query('COMMIT');
  });
}

async function copyOut(client: pg.Client, { name, columns }: TableColumns, sink: BackupSink): Promise<number> {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const stream = client.query(copyTo(`COPY ${client.escapeIdentifier(name)} (${list}) TO STDOUT`));
  for await (const piece of stream) await sink.rows(name, piece as Buffer);
  return stream.rowCount;
}
