resource "oci_objectstorage_bucket" "routes" {
  count = var.routes_bucket == null ? 0 : 1

  compartment_id = var.compartment_id
  namespace      = local.namespace
  name           = var.routes_bucket
  access_type    = "NoPublicAccess"
  versioning     = "Enabled" # An older route set can be had back.
  freeform_tags  = var.freeform_tags
}

resource "oci_objectstorage_bucket" "dead_letter" {
  count = var.dead_letter_bucket == null ? 0 : 1

  compartment_id = var.compartment_id
  namespace      = local.namespace
  name           = var.dead_letter_bucket
  access_type    = "NoPublicAccess"
  versioning     = "Enabled" # A record that was deleted or replaced by mistake can be had back.
  freeform_tags  = var.freeform_tags
}
