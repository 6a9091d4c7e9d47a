locals {
  namespace = data.oci_objectstorage_namespace.this.namespace

  # A bucket's place names its namespace, so that the function need not look it up.
  places = merge(
    var.routes_bucket == null ? {} : { DISPATCHER_ROUTES = "oci://${var.routes_bucket}@${local.namespace}/${var.routes_prefix}" },
    var.dead_letter_bucket == null ? {} : { DISPATCHER_DEAD_LETTER = "oci://${var.dead_letter_bucket}@${local.namespace}/${var.dead_letter_prefix}" },
  )

  otlp_headers = { for secret in data.oci_secrets_secretbundle.otlp_headers : "OTEL_EXPORTER_OTLP_HEADERS" => base64decode(secret.secret_bundle_content[0].content) }

  config = merge({ workspace_id = var.workspace_id, application_key = var.application_key }, local.places, local.otlp_headers, var.config)

  # Bytes of UTF-8, from their base64 form: every four characters are three bytes, less the padding.
  config_base64 = base64encode(join("", concat(keys(local.config), values(local.config))))
  config_bytes  = length(local.config_base64) / 4 * 3 - (length(local.config_base64) - length(trimsuffix(trimsuffix(local.config_base64, "="), "=")))
}

data "oci_objectstorage_namespace" "this" {
  compartment_id = var.tenancy_id
}

data "oci_secrets_secretbundle" "otlp_headers" {
  count = var.otlp_headers_secret_id == null ? 0 : 1

  secret_id = var.otlp_headers_secret_id
}

resource "oci_functions_application" "this" {
  compartment_id             = var.compartment_id
  display_name               = var.name
  subnet_ids                 = var.subnet_ids
  network_security_group_ids = var.network_security_group_ids
  shape                      = var.shape
  freeform_tags              = var.freeform_tags
  defined_tags               = var.defined_tags

  dynamic "image_policy_config" {
    for_each = length(var.image_key_ids) == 0 ? [] : [var.image_key_ids]

    content {
      is_policy_enabled = true

      dynamic "key_details" {
        for_each = image_policy_config.value

        content {
          kms_key_id = key_details.value
        }
      }
    }
  }

  dynamic "trace_config" {
    for_each = var.trace_domain_id[*]

    content {
      domain_id  = trace_config.value
      is_enabled = true
    }
  }
}

resource "oci_functions_function" "this" {
  application_id     = oci_functions_application.this.id
  display_name       = var.name
  image              = var.image
  image_digest       = var.image_digest
  memory_in_mbs      = var.memory_in_mbs
  timeout_in_seconds = var.timeout_in_seconds
  config             = local.config
  freeform_tags      = var.freeform_tags
  defined_tags       = var.defined_tags

  dynamic "trace_config" {
    for_each = var.trace_domain_id[*]

    content {
      is_enabled = true
    }
  }

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
