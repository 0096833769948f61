/** Owns how Mantine wears the design tokens: its colours, sizes and type all point at tokens.css. */

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import { ICON } from "./ui/icons.ts";

const SHADES = Array.from({ length: 10 }, (_, shade) => `var(--signal-${shade})`);
const [zero = "", one = "", two = "", three = "", four = "", five = "", six = "", seven = "", eight = "", nine = ""] =
  SHADES;
const signal: MantineColorsTuple = [zero, one, two, three, four, five, six, seven, eight, nine];

const field = {
  vars: () => ({ wrapper: { "--input-height": "var(--control)", "--input-fz": "13px", "--input-padding": "8px" } }),
};

export const theme = createTheme({
  fontFamily: "var(--font-ui)",
  fontFamilyMonospace: "var(--font-mono)",
  primaryColor: "signal",
  primaryShade: { light: 7, dark: 6 },
  colors: { signal },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "5px", md: "8px" },
  fontSizes: { xs: "12px", sm: "13px", md: "13px", lg: "16px" },
  lineHeights: { xs: "16px", sm: "20px", md: "20px" },
  headings: { fontFamily: "var(--font-ui)", fontWeight: "600" },
  shadows: { md: "var(--shadow-pop)", lg: "var(--shadow-pop)", xl: "var(--shadow-pop)" },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Input: field,
    TextInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { rightSection: <IconChevronDown {...ICON.small} />, rightSectionPointerEvents: "none" } },
    Checkbox: { vars: () => ({ root: { "--checkbox-size": "14px", "--checkbox-radius": "3px" } }) },
    Modal: {
      defaultProps: {
        centered: true,
        radius: "md",
        shadow: "xl",
        overlayProps: { backgroundOpacity: 0.4 },
        transitionProps: { duration: 140 },
        closeButtonProps: { "aria-label": "Close" },
      },
    },
    Drawer: {
      defaultProps: { position: "right", overlayProps: { backgroundOpacity: 0.4 }, transitionProps: { duration: 200 } },
    },
    // What an item opens gives the focus back to whoever had it: the menu's own button, and not an item that is gone.
    MenuDropdown: { defaultProps: { onClickCapture: focusOwner } },
    Menu: { defaultProps: { shadow: "md", position: "bottom-start", transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: "md", transitionProps: { duration: 80 } } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 80 } } },
  },
});

/** Mantine's own colour names, answered by tokens; they follow the scheme by themselves. */
export const cssVariables: CSSVariablesResolver = () => {
  const schemes = {
    "--mantine-color-body": "var(--raised)",
    "--mantine-color-text": "var(--text)",
    "--mantine-color-dimmed": "var(--text-3)",
    "--mantine-color-placeholder": "var(--text-3)",
    "--mantine-color-anchor": "var(--accent)",
    "--mantine-color-error": "var(--bad)",
    "--mantine-color-default": "var(--raised)",
    "--mantine-color-default-hover": "var(--hover)",
    "--mantine-color-default-color": "var(--text)",
    "--mantine-color-default-border": "var(--line-strong)",
    "--mantine-primary-color-filled": "var(--accent-fill)",
    "--mantine-primary-color-filled-hover": "var(--accent-fill-hover)",
    "--mantine-color-disabled": "var(--sunken)",
    "--mantine-color-disabled-color": "var(--text-off)",
    "--mantine-color-disabled-border": "var(--line)",
  };
  return { variables: {}, light: schemes, dark: schemes };
};

function focusOwner({ currentTarget }: MouseEvent<HTMLElement>): void {
  document.getElementById(currentTarget.getAttribute("aria-labelledby") ?? "")?.focus({ preventScroll: true });
}
