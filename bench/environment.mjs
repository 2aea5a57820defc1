// What must be set before onnxruntime is loaded; imported first.
process.env.ORT_DISABLE_TELEMETRY ??= '1';
