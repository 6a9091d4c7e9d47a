# Object names are left out on purpose: an object whose name nearly matches a route must reach the function, which reports it.
resource "oci_events_rule" "this" {
  compartment_id = var.compartment_id
  display_name   = var.name
  description    = "Objects in ${join(", ", var.landing_buckets)} start Data Integration task runs."
  is_enabled     = true
  freeform_tags  = var.freeform_tags

  condition = var.event_condition != null ? var.event_condition : jsonencode({
    eventType = [for kind in sort(var.event_kinds) : "com.oraclecloud.objectstorage.${kind}object"]
    data      = { additionalDetails = { bucketName = var.landing_buckets } }
  })

  actions {
    actions {
      action_type = "FAAS"
      is_enabled  = true
      function_id = oci_functions_function.this.id
    }
  }
}
