/**
 * How Teams draws cards; colours are custom properties, so that a change of theme needs no redrawing.
 * https://learn.microsoft.com/adaptive-cards/rendering-cards/host-config
 */
import { HostConfig } from "adaptivecards";

const SIZES = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 };
const FONT = {
  fontFamily: "var(--fontFamilyBase)",
  fontSizes: SIZES,
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
};
const INKS = {
  default: { default: "var(--colorNeutralForeground1)", subtle: "var(--colorNeutralForeground3)" },
  dark: { default: "#242424", subtle: "#616161" },
  light: { default: "#ffffff", subtle: "#d6d6d6" },
  accent: { default: "var(--cardAccent)", subtle: "var(--cardAccent)" },
  good: { default: "var(--cardGood)", subtle: "var(--cardGood)" },
  warning: { default: "var(--cardWarning)", subtle: "var(--cardWarning)" },
  attention: { default: "var(--cardAttention)", subtle: "var(--cardAttention)" },
};

function surface(backgroundColor: string): object {
  return { backgroundColor, foregroundColors: INKS, borderColor: "var(--colorNeutralStroke2)" };
}

export const hostConfig = new HostConfig({
  supportsInteractivity: true,
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: "var(--colorNeutralStroke3)" },
  imageSizes: { small: 32, medium: 52, large: 100 },
  fontTypes: { default: FONT, monospace: { ...FONT, fontFamily: "var(--fontFamilyMonospace)" } },
  textStyles: { heading: { fontType: "default", size: "large", weight: "bolder", color: "default", isSubtle: false } },
  textBlock: { headingLevel: 3 },
  containerStyles: {
    default: surface("var(--colorNeutralBackground1)"),
    emphasis: surface("var(--colorNeutralBackground3)"),
    accent: surface("var(--colorBrandBackground2)"),
    good: surface("var(--surfaceSuccess)"),
    attention: surface("var(--surfaceDanger)"),
    warning: surface("var(--surfaceWarning)"),
  },
  actions: {
    maxActions: 6,
    spacing: "default",
    buttonSpacing: 8,
    showCard: { actionMode: "inline", inlineTopMargin: 16, style: "emphasis" },
    actionsOrientation: "horizontal",
    actionAlignment: "left",
  },
  adaptiveCard: { allowCustomStyle: false },
  imageSet: { imageSize: "medium", maxImageHeight: 100 },
  factSet: {
    title: { weight: "bolder", wrap: true, maxWidth: 150 },
    value: { wrap: true },
    spacing: 16,
  },
});
