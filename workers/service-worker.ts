// Keeps the whole build in the browser's cache, so that the page opens without a network after its first visit. The list of files with their revisions
// is written into the build by scripts/offline.ts. A new build takes over when no tab shows the old one any more: a page never mixes two builds.
import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';

declare const OFFLINE_FILES: readonly { readonly url: string; readonly revision: string | null }[];

cleanupOutdatedCaches();
// Addresses differ in scenario and seed only: the page reads them itself.
precacheAndRoute([...OFFLINE_FILES], { ignoreURLParametersMatching: [/.*/] });
