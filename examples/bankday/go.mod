module github.com/repartogo/reparto/examples/bankday

go 1.26

require (
	github.com/repartogo/reparto v0.0.0
	github.com/stretchr/testify v1.12.1
	pgregory.net/rapid v1.3.0
)

require (
	github.com/benbjohnson/clock v1.3.5 // indirect
	github.com/google/uuid v1.6.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
)

replace github.com/repartogo/reparto => ../..
