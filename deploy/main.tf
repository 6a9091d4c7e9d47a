# The stack: the providers, and the module with the values of terraform.tfvars. Another repository takes the module by
# itself (docs/deploy.md, "From another repository").
terraform {
  required_version = ">= 1.5"

  required_providers {
    oci = {
      source  = "oracle/oci"
      version = ">= 6.0, < 9.0"
    }
  }
}

provider "oci" {
  region = var.region
}

# Identity resources are written in the tenancy's home region only.
provider "oci" {
  alias  = "home"
  region = coalesce(var.home_region, var.region)
}

variable "home_region" {
  description = "The tenancy's home region; null when it is the same."
  type        = string
  default     = null

  validation {
    condition     = var.home_region == null || can(regex("^[a-z0-9]+(-[a-z0-9]+)+$", var.home_region))
    error_message = "home_region must be a region's identifier, such as us-ashburn-1, or null."
  }
}

module "dispatcher" {
  source = "./module"

  providers = {
    oci      = oci
    oci.home = oci.home
  }

  # Made from the routes of this repository by deploy/generate; a test finds them out of date when a route changes what it needs.
  rule_file   = "${path.module}/rule.json"
  policy_file = var.sweep_every_minutes > 0 ? "${path.module}/policy-sweep.json" : "${path.module}/policy.json"

  tenancy_id                 = var.tenancy_id
  compartment_id             = var.compartment_id
  region                     = var.region
  name                       = var.name
  subnet_ids                 = var.subnet_ids
  shape                      = var.shape
  image                      = var.image
  image_digest               = var.image_digest
  image_key_ids              = var.image_key_ids
  network_security_group_ids = var.network_security_group_ids
  trace_domain_id            = var.trace_domain_id
  otlp_headers_secret_id     = var.otlp_headers_secret_id
  memory_in_mbs              = var.memory_in_mbs
  timeout_in_seconds         = var.timeout_in_seconds
  provisioned_concurrency    = var.provisioned_concurrency
  stream_partitions          = var.stream_partitions
  workspace_id               = var.workspace_id
  workspace_compartment_id   = var.workspace_compartment_id
  application_key            = var.application_key
  config                     = var.config
  allow_events_service       = var.allow_events_service
  landing_buckets            = var.landing_buckets
  routes_bucket              = var.routes_bucket
  routes_prefix              = var.routes_prefix
  dead_letter_bucket         = var.dead_letter_bucket
  dead_letter_prefix         = var.dead_letter_prefix
  redriven_days              = var.redriven_days
  log_retention_in_days      = var.log_retention_in_days
  alarm_topic_id             = var.alarm_topic_id
  alarm_email                = var.alarm_email
  silence_in_hours           = var.silence_in_hours
  defined_tags               = var.defined_tags
  freeform_tags              = var.freeform_tags
  sweep_every_minutes        = var.sweep_every_minutes
}
