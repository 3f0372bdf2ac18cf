/** Whether the build has a service worker. */
declare const __SERVICE_WORKER__: boolean;
