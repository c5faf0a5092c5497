import { Table, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { ListFrame } from "./list-frame";
import type { List } from "./use-list";

export interface Column<T> {
  name: string;
  /** The field that the server sorts by; not given: the column does not sort. */
  sort?: string;
  cell(row: T): ReactNode;
  className?: string;
  /** Whether the column's name is for screen readers only. */
  quiet?: boolean;
}

interface Props<T, F extends string> {
  list: List<T, F>;
  noun: string;
  /** The table's name for screen readers. */
  label: string;
  empty: string;
  keyOf(row: T): string | number;
  /** The first one names the row. */
  columns: Column<T>[];
  filters?: ReactNode;
  searched?: boolean;
  className?: string;
  rowClass?(row: T): string | undefined;
}

/** A list as a table; on a narrow screen each row is laid out as a card, which is why the roles are said. */
export function DataTable<T, F extends string>({ list, noun, label, empty, keyOf, columns, filters, searched, className = "", rowClass }: Props<T, F>) {
  return (
    <ListFrame list={list} noun={noun} empty={empty} filters={filters} searched={searched}>
      <div className="scroll framed" tabIndex={0} role="region" aria-label={label}>
        <Table role="table" className={`cards ${className}`} highlightOnHover verticalSpacing="xs">
          <Table.Thead role="rowgroup">
            <Table.Tr role="row">
              {columns.map((column) => (
                <Table.Th key={column.name} scope="col" role="columnheader" aria-sort={directionOf(list.sort, column.sort)}>
                  <Heading column={column} sort={list.sort} onSort={list.setSort} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody role="rowgroup">
            {list.items.map((row) => (
              <Table.Tr key={keyOf(row)} role="row" className={rowClass?.(row)}>
                {columns.map((column, i) => i === 0
                  ? <Table.Th key={column.name} scope="row" role="rowheader" data-label={column.name} className={column.className}>{column.cell(row)}</Table.Th>
                  : <Table.Td key={column.name} role="cell" data-label={column.quiet ? undefined : column.name} className={column.className}>{column.cell(row)}</Table.Td>)}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </ListFrame>
  );
}

function Heading<T>({ column, sort, onSort }: { column: Column<T>; sort: string; onSort(sort: string): void }) {
  if (column.sort === undefined) {
    return column.quiet ? <span className="sr">{column.name}</span> : column.name;
  }
  const direction = directionOf(sort, column.sort);
  return (
    <UnstyledButton className="sort" onClick={() => onSort(direction === "ascending" ? `-${column.sort}` : column.sort!)}>
      {column.name}<span aria-hidden="true" className="arrow">{direction === "ascending" ? "↑" : direction === "descending" ? "↓" : "↕"}</span>
    </UnstyledButton>
  );
}

const directionOf = (sort: string, field: string | undefined): "ascending" | "descending" | undefined =>
  field === undefined ? undefined : sort === field ? "ascending" : sort === `-${field}` ? "descending" : undefined;
