// In place of call-site.ts in the edition for pages in production, which has no stacks.
import type * as callSite from "./call-site.ts";

type CallSites = typeof callSite;

export const suspendedAt: CallSites["suspendedAt"] = () => [];
export const runningAt: CallSites["runningAt"] = () => [];
export const framesOf: CallSites["framesOf"] = () => [];
