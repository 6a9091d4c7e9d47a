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
