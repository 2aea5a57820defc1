// Keeps onnxruntime quiet: its Linux builds send usage data to their maker unless the environment says no.

/**
 * Turns onnxruntime's telemetry off, unless the user has set the variable. Must run on the main thread before the
 * library is loaded: worker threads have a copy of the environment that native code does not see.
 */
export function refuseTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
}
