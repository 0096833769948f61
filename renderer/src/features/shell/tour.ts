/** Owns the tour: five steps along what is on the screen, each saying what it is for. */
import { type DriveStep, driver } from "driver.js";
import "driver.js/dist/driver.css";
import styles from "./tour.module.css";

const STEPS: readonly DriveStep[] = [
  {
    element: '[data-tour="broker"]',
    popover: {
      title: "The broker runs",
      description:
        "Clients connect to this address. Click it to copy; Stop beside it closes everybody and lets nobody in.",
    },
  },
  {
    element: '[data-tour="rail-access"]',
    popover: {
      side: "right",
      title: "Who may hear what",
      description:
        "Tokens are the rows, topic patterns the columns. A cell is none, read or readwrite, and Save says whom it closes before it does.",
    },
  },
  {
    element: '[data-tour="rail-connections"]',
    popover: {
      side: "right",
      title: "Who is here",
      description:
        "Every client as it comes and goes, with what it may and what it did; and at the door, who was refused and why.",
    },
  },
  {
    element: '[data-tour="rail-sandbox"]',
    popover: {
      side: "right",
      title: "Try it without a device",
      description:
        "Simulated clients are real ones. Take a right away and see which of them goes, and in how many milliseconds.",
    },
  },
  {
    element: '[data-tour="palette"]',
    popover: {
      title: "Everything by name",
      description:
        "Screens, commands, tokens, connections and settings. ? shows every key, and this tour is in there too.",
    },
  },
];

/** Starts at the first step. Esc leaves it, the arrows move. */
export function runTour(): void {
  const isStill =
    document.documentElement.dataset.motion === "reduced" || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const tour = driver({
    steps: [...STEPS],
    // The library's own keys are deaf while a step fades in; somebody in a hurry would press twice.
    allowKeyboardControl: false,
    animate: !isStill,
    showProgress: true,
    progressText: "{{current}} of {{total}}",
    nextBtnText: "Next",
    prevBtnText: "Back",
    doneBtnText: "Done",
    popoverClass: styles.popover ?? "",
    stagePadding: 2,
    stageRadius: 6,
    overlayOpacity: 0.5,
  });
  const onKeyUp = ({ key }: KeyboardEvent): void => {
    if (key === "ArrowRight") tour.moveNext();
    if (key === "ArrowLeft" && !tour.isFirstStep()) tour.movePrevious();
    if (key === "Escape") tour.destroy();
    if (!tour.isActive()) window.removeEventListener("keyup", onKeyUp);
  };
  window.addEventListener("keyup", onKeyUp);
  tour.drive();
}
