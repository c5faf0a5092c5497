import { Alert, Button, Group, Pagination, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { NotAvailable } from "../not-available";
import { isElsewhere } from "../shell/use-shortcuts";
import type { List } from "./use-list";

interface Props<T, F extends string> {
  list: List<T, F>;
  /** What the list holds, such as "documents". */
  noun: string;
  /** What is said where the list is empty though nothing narrows it. */
  empty: string;
  /** The list's own filters. */
  filters?: ReactNode;
  /** Whether it can be searched. */
  searched?: boolean;
  /** How many of the rows are shown, where the page leaves some out. */
  shown?: number;
  children: ReactNode;
}

/** What stands around a list: search, filters, how many there are, the pages, and what is shown where there is nothing. */
export function ListFrame<T, F extends string>({ list, noun, empty, filters, searched = true, shown = list.items.length, children }: Props<T, F>) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.key === "/" && !isElsewhere(event)) {
        event.preventDefault();
        box.current?.focus();
      }
    };
    addEventListener("keydown", act);
    return () => removeEventListener("keydown", act);
  }, []);
  const { value, error } = list;
  if (list.missing && value === null) {
    return <NotAvailable what={`The list of ${noun} is`} />;
  }
  return (
    <Stack gap="sm" className="list">
      <form className="filters" role="search" aria-label={`Find ${noun}`} onSubmit={(event) => event.preventDefault()}>
        {searched && <TextInput ref={box} type="search" label="Search" value={list.search} maxLength={200} onChange={(event) => list.setSearch(event.target.value)} className="grow" />}
        {filters}
        {list.narrowed && <Button type="button" variant="subtle" onClick={list.clear}>Clear the filter</Button>}
      </form>
      {error && (
        <Alert color="red" variant="light" role="alert" title="This could not be loaded">
          <Group justify="space-between"><Text size="sm">{error}</Text><Button size="xs" onClick={() => void list.reload()}>Try again</Button></Group>
        </Alert>
      )}
      {value === null && !error && (
        <Stack gap="xs" role="status" aria-label="Loading">{[1, 2, 3, 4].map((i) => <Skeleton key={i} height={40} radius="md" />)}</Stack>
      )}
      {value !== null && shown === 0 && (
        <p className="empty" role="status">{list.narrowed ? `No ${noun} match. Search for something else or clear the filter.` : empty}</p>
      )}
      {shown > 0 && children}
      {value !== null && shown > 0 && (
        <Group justify="space-between" className="pager">
          <Text size="sm" c="dimmed" role="status">{spanOf(list)} {value.total === 1 ? singular(noun) : noun}</Text>
          {list.pages > 1 && (
            <Pagination total={list.pages} value={list.page} onChange={list.setPage} size="sm" siblings={1} aria-label={`Pages of ${noun}`}
              getItemProps={(page) => ({ "aria-label": `Page ${page}` })} getControlProps={(control) => ({ "aria-label": `${control} page` })} />
          )}
        </Group>
      )}
    </Stack>
  );
}

/** "data sets" is "data set". */
const singular = (noun: string): string => noun.replace(/ies\b/, "y").replace(/s\b/, "");

function spanOf({ value, items }: { value: { total: number; page: number; pageSize: number } | null; items: unknown[] }): string {
  const from = (value!.page - 1) * value!.pageSize + 1;
  return value!.total <= items.length ? `${value!.total}` : `${from} to ${from + items.length - 1} of ${value!.total}`;
}
