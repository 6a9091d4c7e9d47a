output "function_id" {
  description = "OCID of the function: `fn invoke`, and `oci fn function invoke --function-id`."
  value       = oci_functions_function.this.id
}

output "invoke_endpoint" {
  description = "Where the function is invoked."
  value       = oci_functions_function.this.invoke_endpoint
}

output "application_id" {
  description = "OCID of the application."
  value       = oci_functions_application.this.id
}

output "config" {
  description = "The function's configuration as it was set; sensitive, because var.config may hold what logs must not show."
  value       = local.config
  sensitive   = true
}

output "config_bytes" {
  description = "How much of the 4,096 bytes of configuration is used."
  value       = local.config_bytes
}

output "policy_statements" {
  description = "What was allowed; `dispatcher policy --check` compares it with the routes."
  value       = oci_identity_policy.this.statements
}

output "event_condition" {
  description = "The rule's condition; `dispatcher rule --check` compares it with the routes."
  value       = oci_events_rule.this.condition
}

output "stream_id" {
  description = "OCID of the stream that events come through; null when the rule invokes the function."
  value       = local.has_stream ? oci_streaming_stream.this[0].id : null
}

output "log_id" {
  description = "OCID of the function's log, for `oci logging-search`."
  value       = oci_logging_log.this.id
}

output "routes_place" {
  description = "Where to put route files; null when they are in the image."
  value       = lookup(local.places, "DISPATCHER_ROUTES", null)
}
