resource "oci_objectstorage_bucket" "routes" {
  count = var.routes_bucket == null ? 0 : 1

  compartment_id = var.compartment_id
  namespace      = local.namespace
  name           = var.routes_bucket
  access_type    = "NoPublicAccess"
  versioning     = "Enabled" # An older route set can be had back.
  freeform_tags  = var.freeform_tags
  defined_tags   = var.defined_tags
}

resource "oci_objectstorage_bucket" "dead_letter" {
  count = var.dead_letter_bucket == null ? 0 : 1

  compartment_id = var.compartment_id
  namespace      = local.namespace
  name           = var.dead_letter_bucket
  access_type    = "NoPublicAccess"
  versioning     = "Enabled" # A record that was deleted or replaced by mistake can be had back.
  freeform_tags  = var.freeform_tags
  defined_tags   = var.defined_tags
}

resource "oci_objectstorage_bucket" "landing" {
  for_each = toset(var.landing_buckets)

  compartment_id        = var.compartment_id
  namespace             = local.namespace
  name                  = each.value
  access_type           = "NoPublicAccess"
  object_events_enabled = true # Off by default, and then nothing ever arrives.
  freeform_tags         = var.freeform_tags
  defined_tags          = var.defined_tags
}

# Letters that were redriven lie below done/, and only those are ever deleted.
locals {
  has_lifecycle = var.dead_letter_bucket != null && var.redriven_days > 0

  lifecycle_statements = local.has_lifecycle ? [
    "allow service objectstorage-${var.region} to manage object-family in compartment id ${var.compartment_id} where target.bucket.name = '${var.dead_letter_bucket}'",
  ] : []
}

resource "oci_objectstorage_object_lifecycle_policy" "dead_letter" {
  count = local.has_lifecycle ? 1 : 0

  namespace = local.namespace
  bucket    = oci_objectstorage_bucket.dead_letter[0].name

  rules {
    name        = "redriven"
    action      = "DELETE"
    target      = "objects"
    is_enabled  = true
    time_amount = var.redriven_days
    time_unit   = "DAYS"

    object_name_filter {
      inclusion_patterns = ["${var.dead_letter_prefix}done/*"]
    }
  }

  rules {
    name        = "replaced-or-deleted"
    action      = "DELETE"
    target      = "previous-object-versions"
    is_enabled  = true
    time_amount = var.redriven_days
    time_unit   = "DAYS"
  }

  depends_on = [oci_identity_policy.this]
}
