locals {
  namespace = data.oci_objectstorage_namespace.this.namespace

  # A bucket's place names its namespace, so that the function need not look it up.
  places = merge(
    var.routes_bucket == null ? {} : { DISPATCHER_ROUTES = "oci://${var.routes_bucket}@${local.namespace}/${var.routes_prefix}" },
    var.dead_letter_bucket == null ? {} : { DISPATCHER_DEAD_LETTER = "oci://${var.dead_letter_bucket}@${local.namespace}/${var.dead_letter_prefix}" },
  )

  config = merge({ workspace_id = var.workspace_id, application_key = var.application_key }, local.places, var.config)

  # Bytes of UTF-8, from their base64 form: every four characters are three bytes, less the padding.
  config_base64 = base64encode(join("", concat(keys(local.config), values(local.config))))
  config_bytes  = length(local.config_base64) / 4 * 3 - (length(local.config_base64) - length(trimsuffix(trimsuffix(local.config_base64, "="), "=")))
}

data "oci_objectstorage_namespace" "this" {
  compartment_id = var.tenancy_id
}

resource "oci_functions_application" "this" {
  compartment_id = var.compartment_id
  display_name   = var.name
  subnet_ids     = var.subnet_ids
  shape          = var.shape
  freeform_tags  = var.freeform_tags
}

resource "oci_functions_function" "this" {
  application_id     = oci_functions_application.this.id
  display_name       = var.name
  image              = var.image
  memory_in_mbs      = var.memory_in_mbs
  timeout_in_seconds = var.timeout_in_seconds
  config             = local.config
  freeform_tags      = var.freeform_tags

  dynamic "provisioned_concurrency_config" {
    for_each = var.provisioned_concurrency == 0 ? [] : [var.provisioned_concurrency]

    content {
      strategy = "CONSTANT"
      count    = provisioned_concurrency_config.value
    }
  }

  lifecycle {
    precondition {
      condition     = local.config_bytes <= 4096
      error_message = "The function's configuration has ${local.config_bytes} bytes; the service takes 4,096 at the most. Put routes into a bucket instead of DISPATCHER_ROUTES_YAML."
    }
  }
}
