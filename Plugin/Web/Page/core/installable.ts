// Where the page is served with the files of Plugin/Web/Served beside it, browsers can install it, and it opens without a network.

export async function becomeInstallable(): Promise<void> {
    // Only in secure contexts do browsers have service workers.
    if (!/^https?:$/.test(location.protocol) || navigator.serviceWorker === undefined) return;
    try {
        const manifest = await fetch("manifest.webmanifest");
        if (!manifest.ok || !manifest.headers.get("Content-Type")?.includes("json")) return;
        const link = document.createElement("link");
        link.rel = "manifest";
        link.href = "manifest.webmanifest";
        document.head.append(link);
        await navigator.serviceWorker.register("sw.js");
    } catch { /* the page stays as it is: a page that needs its server */ }
}
