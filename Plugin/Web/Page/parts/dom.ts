// Elements in one line.
type Child = Node | string | null;

export function element<Name extends keyof HTMLElementTagNameMap>(
    name: Name, given: Record<string, string | boolean | ((event: never) => void) | null> = {}, ...children: Child[]): HTMLElementTagNameMap[Name] {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(given)) {
        if (value === null || value === false) continue;
        if (typeof value === "function") made.addEventListener(key, value as (event: Event) => void);
        else made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.filter((child): child is Node | string => child !== null));
    return made;
}

/** "V_{m}" with its subscript. */
export function marked(text: string): DocumentFragment {
    const fragment = document.createDocumentFragment();
    text.split(/_\{([^}]*)\}/).forEach((part, i) => {
        if (part !== "") fragment.append(i % 2 === 0 ? part : element("sub", {}, part));
    });
    return fragment;
}

export function drawing(viewBox: string, inner: string, name = ""): SVGSVGElement {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", viewBox);
    svg.setAttribute("aria-hidden", "true");
    if (name !== "") svg.setAttribute("class", name);
    svg.innerHTML = inner;
    return svg;
}

export function save(name: string, content: BlobPart, type: string): void {
    const address = URL.createObjectURL(new Blob([content], { type }));
    const link = element("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
}

export function isNarrow(): boolean { return matchMedia("(max-width: 1000px)").matches; }
/** Where there is one column, a list makes room once something is chosen from it. */
export function fold(list: HTMLDetailsElement): void { list.open = !isNarrow(); }

let seen = "";
/** Says a line to whoever sees and to whoever listens. */
export function say(words: string): void {
    const line = document.querySelector("#message")!;
    line.textContent = words === seen && words !== "" ? `${words} ` : words;
    seen = words;
    line.classList.toggle("shown", words !== "");
    clearTimeout(timer);
    if (words !== "") timer = window.setTimeout(() => say(""), 8000);
}
let timer = 0;
