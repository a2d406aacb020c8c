// Keeps somaphone.html for days without a network. The kept page is shown at once; a newer one is fetched behind it and shown
// the next time.
"use strict";

const shelf = "somaphone";
const files = ["somaphone.html", "manifest.webmanifest", "icon.svg"].map((file) => new URL(file, location.href).href);

addEventListener("install", (event) => event.waitUntil((async () => {
    const cache = await caches.open(shelf);
    await cache.addAll(files.map((file) => new Request(file, { cache: "reload" })));
    await skipWaiting();
})()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
    const { request } = event;
    let [address] = request.url.split(/[?#]/);
    if (address === new URL("./", location.href).href) [address] = files;
    if (request.method !== "GET" || !files.includes(address)) return;
    event.respondWith((async () => {
        const cache = await caches.open(shelf), kept = await cache.match(address);
        const fetched = fetch(request, { cache: "no-cache" }).then(async (answer) => {
            if (answer.ok) await cache.put(address, answer.clone());
            return answer;
        });
        if (kept === undefined) return fetched;
        event.waitUntil(fetched.catch(() => {})); // no network
        return kept;
    })());
});
