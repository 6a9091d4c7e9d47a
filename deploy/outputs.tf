output "function_id" {
  description = "OCID of the function: `fn invoke`, and `oci fn function invoke --function-id`."
  value       = module.dispatcher.function_id
}

output "invoke_endpoint" {
  description = "Where the function is invoked."
  value       = module.dispatcher.invoke_endpoint
}

output "application_id" {
  description = "OCID of the application."
  value       = module.dispatcher.application_id
}

output "config" {
  description = "The function's configuration as it was set; sensitive, because var.config may hold what logs must not show."
  value       = module.dispatcher.config
  sensitive   = true
}

output "config_bytes" {
  description = "How much of the 4,096 bytes of configuration is used."
  value       = module.dispatcher.config_bytes
}

output "policy_statements" {
  description = "What was allowed; `dispatcher policy --check` compares it with the routes."
  value       = module.dispatcher.policy_statements
}

output "event_condition" {
  description = "The rule's condition; `dispatcher rule --check` compares it with the routes."
  value       = module.dispatcher.event_condition
}

output "stream_id" {
  description = "OCID of the stream that events come through; null when the rule invokes the function."
  value       = module.dispatcher.stream_id
}

output "log_id" {
  description = "OCID of the function's log, for `oci logging-search`."
  value       = module.dispatcher.log_id
}

output "routes_place" {
  description = "Where to put route files; null when they are in the image."
  value       = module.dispatcher.routes_place
}
