/** Elements that Teams draws and that the published renderer does not know yet. */
import { CardElement, GlobalRegistry, NumProperty, StringProperty, Versions } from "adaptivecards";
import { h } from "./dom";

class ProgressBar extends CardElement {
  static readonly valueProperty = new NumProperty(Versions.v1_0, "value");
  static readonly maxProperty = new NumProperty(Versions.v1_0, "max", 100);

  getJsonTypeName(): string {
    return "ProgressBar";
  }

  protected override internalRender(): HTMLElement {
    const value: number = this.getValue(ProgressBar.valueProperty) ?? 0;
    const max: number = this.getValue(ProgressBar.maxProperty) || 100;
    const share = Math.min(Math.max(value / max, 0), 1);
    const filled = h("i");
    filled.style.width = `${share * 100}%`;
    return h("div", { class: "card-bar", role: "img", "aria-label": `${Math.round(share * 100)} %` }, filled);
  }
}

class Badge extends CardElement {
  static readonly textProperty = new StringProperty(Versions.v1_0, "text");
  static readonly styleProperty = new StringProperty(Versions.v1_0, "style");

  getJsonTypeName(): string {
    return "Badge";
  }

  protected override internalRender(): HTMLElement {
    const style: string = this.getValue(Badge.styleProperty) ?? "Default";
    const words: string = this.getValue(Badge.textProperty) ?? "";
    return h("span", { class: "card-badge", "data-style": style.toLowerCase() }, words);
  }
}

export function registerElements(): void {
  GlobalRegistry.defaultElements.register("ProgressBar", ProgressBar);
  GlobalRegistry.defaultElements.register("Badge", Badge);
}
