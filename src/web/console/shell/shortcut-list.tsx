import { Kbd, Modal, Table } from "@mantine/core";
import { pages } from "../router";
import { letters, titles } from "./navigation";

const own: [string[], string][] = [
  [["?"], "this list"],
  [["/"], "into the search of the page's list"],
  [["j"], "the next answer under Review"],
  [["k"], "the one before"],
  [["Enter"], "into the editor; e does the same"],
  [["1"], "to 6: put a label on the answer, in the order of the menu"],
  [["Esc"], "out of the editor"],
  [["Ctrl", "Enter"], "save the correction"],
];

/** The keys that act wherever nobody writes. */
export function ShortcutList({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const rows: [string[], string][] = [...own, ...pages.filter((page) => letters[page]).map((page): [string[], string] => [["g", letters[page]!], titles[page]])];
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="md">
      <Table>
        <Table.Thead><Table.Tr><Table.Th>press</Table.Th><Table.Th>for</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {rows.map(([keys, text]) => (
            <Table.Tr key={text}><Table.Td>{keys.map((key, i) => <Kbd key={i} mr={4}>{key}</Kbd>)}</Table.Td><Table.Td>{text}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
