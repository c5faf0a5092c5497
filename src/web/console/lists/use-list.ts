import { useEffect, useRef, useState } from "react";
import { useLoad, type Loaded } from "../use-load";
import { setHashQuery, useHashQuery } from "./hash-query";

/** A page of a list, as the server gives it. */
export interface ListPage<T> {
  items: T[];
  total: number;
  page: number;
  pageSize: number;
}

interface Options<F extends string> {
  /** How it is sorted where the address says nothing; a field's name, - before it for downwards. */
  sort?: string;
  pageSize?: number;
  /** The list's own filters, by their names on the wire. */
  filters?: readonly F[];
  /** What a filter is where nothing is chosen. */
  defaults?: Partial<Record<F, string>>;
  /** Stands before the names in the address where a page has several lists. */
  name?: string;
  /** Milliseconds after which it is loaded again and again. */
  interval?: number;
}

export interface List<T, F extends string = never> extends Loaded<ListPage<T>> {
  items: T[];
  /** What is typed into the search, before it is asked for. */
  search: string;
  setSearch(text: string): void;
  sort: string;
  setSort(sort: string): void;
  page: number;
  pages: number;
  setPage(page: number): void;
  filter: Record<F, string>;
  setFilter(filter: Partial<Record<F, string>>): void;
  /** Whether anything narrows the list. */
  narrowed: boolean;
  clear(): void;
}

/** How long the search waits for the next letter, in milliseconds. */
const pause = 250;

/** A list that the server searches, sorts and cuts into pages; the address keeps what is shown. */
export function useList<T, F extends string = never>(path: string, { sort = "", pageSize = 25, filters = [], defaults = {}, name = "", interval = 0 }: Options<F> = {}): List<T, F> {
  const query = useHashQuery();
  const of = (key: string) => query.get(name + key) ?? "";
  const asked = of("search");
  const [search, setTyped] = useState(asked);
  const sent = useRef(asked);
  const sorted = of("sort") || sort;
  const page = Math.max(1, Number(of("page")) || 1);
  const filter = Object.fromEntries(filters.map((key) => [key, of(key)])) as Record<F, string>;
  const set = (values: Record<string, string>, step: boolean) =>
    setHashQuery(Object.fromEntries(Object.entries(values).map(([key, value]) => [name + key, value])), step);
  // A step back changes what is asked for without a key being pressed.
  useEffect(() => {
    if (asked !== sent.current) {
      sent.current = asked;
      setTyped(asked);
    }
  }, [asked]);
  useEffect(() => {
    const text = search.trim();
    if (text === sent.current) {
      return undefined;
    }
    const timer = setTimeout(() => {
      sent.current = text;
      set({ search: text, page: "" }, false);
    }, pause);
    return () => clearTimeout(timer);
  });
  const wanted = new URLSearchParams([
    ...(asked === "" ? [] : [["search", asked]]),
    ...(sorted === "" ? [] : [["sort", sorted]]),
    ...(page === 1 ? [] : [["page", `${page}`]]),
    ["pageSize", `${pageSize}`],
    ...filters.map((key) => [key, filter[key].trim() || (defaults[key] ?? "")] as const).filter(([, value]) => value !== "").map((pair) => [...pair]),
  ]);
  const asGiven = useLoad<ListPage<T>>(`${path}${path.includes("?") ? "&" : "?"}${wanted.toString()}`, interval);
  const loaded = { ...asGiven, value: asGiven.value && { ...asGiven.value, total: asGiven.value.total ?? asGiven.value.items.length, page: asGiven.value.page ?? 1, pageSize: asGiven.value.pageSize ?? pageSize } };
  return {
    ...loaded,
    items: loaded.value?.items ?? [],
    search,
    setSearch: setTyped,
    sort: sorted,
    setSort: (to) => set({ sort: to === sort ? "" : to, page: "" }, true),
    page,
    pages: Math.max(1, Math.ceil((loaded.value?.total ?? 0) / (loaded.value?.pageSize ?? pageSize))),
    setPage: (to) => set({ page: to === 1 ? "" : `${to}` }, true),
    filter,
    setFilter: (change) => set({ ...(change as Record<string, string>), page: "" }, false),
    narrowed: asked !== "" || filters.some((key) => filter[key] !== ""),
    clear: () => {
      sent.current = "";
      setTyped("");
      set({ search: "", page: "", ...Object.fromEntries(filters.map((key) => [key, ""])) }, false);
    },
  };
}
