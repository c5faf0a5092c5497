import { notifications } from "@mantine/notifications";

/** Says that something was done; it goes away by itself. */
export const tell = (message: string): void => {
  notifications.show({ message, color: "brand", withBorder: true, autoClose: 6000, closeButtonProps: { "aria-label": "Put the notice away" } });
};
